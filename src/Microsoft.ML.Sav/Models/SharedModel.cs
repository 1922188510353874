using Microsoft.ML.Runtime;
using Microsoft.ML.Sav.Interop;
using Microsoft.ML.Sav.Lmm;

namespace Microsoft.ML.Sav.Models;

/// <summary>
/// A use of an open model. Models are open once in a process however many transformers and folds use them, and are closed with their
/// last use. A use that is forgotten ends when it is collected, since ML.NET disposes of few transformers.
/// </summary>
internal sealed class SharedModel : IDisposable
{
    private static readonly Dictionary<(string Folder, LmmOptions Options), (MultimodalModel Model, int Uses)> Open = [];

    private readonly (string Folder, LmmOptions Options) _key;
    private bool _disposed;

    private SharedModel((string Folder, LmmOptions Options) key, MultimodalModel model)
    {
        _key = key;
        Model = model;
    }

    ~SharedModel() => Release();

    public MultimodalModel Model { get; }

    /// <summary>Opens a model, or shares it where it is open already. Says in the log if a model that it opens runs on the CPU instead.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="options">How to run it; where they name no GPU, the environment may.</param>
    /// <param name="environment">The environment.</param>
    public static SharedModel Use(string folder, LmmOptions options, IHostEnvironment environment)
    {
        options = WithEnvironment(options, environment);
        var key = (Folder: Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)), options);
        lock (Open)
        {
            var (model, uses) = Open.TryGetValue(key, out var open) ? open : (MultimodalModel.Open(key.Folder, options), 0);
            Open[key] = (model, uses + 1);
            if (uses == 0 && model.CpuFallbackReason is { } reason)
            {
                using var channel = environment.Start(nameof(SharedModel));
                channel.Warning(MessageSensitivity.None, reason);
            }
            return new SharedModel(key, model);
        }
    }

    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    private static LmmOptions WithEnvironment(LmmOptions options, IHostEnvironment environment)
    {
        var gpu = MachineLearningEnvironment.GpuDeviceId(environment);
        if (options.Provider == ExecutionProvider.Cpu || options.GpuDeviceId is not null || (options.Provider is null && gpu is null))
            return options;
        return options with
        {
            GpuDeviceId = gpu,
            FallbackToCpu = options.FallbackToCpu || MachineLearningEnvironment.FallbackToCpu(environment),
        };
    }

    private void Release()
    {
        lock (Open)
        {
            if (_disposed)
                return;
            _disposed = true;
            var (model, uses) = Open[_key];
            if (uses > 1)
            {
                Open[_key] = (model, uses - 1);
                return;
            }
            Open.Remove(_key);
            model.Dispose();
        }
    }
}
