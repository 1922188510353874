using Microsoft.ML.Runtime;
using Microsoft.ML.Sav.Interop;
using Microsoft.ML.Sav.Lmm;

namespace Microsoft.ML.Sav.Models;

/// <summary>The open LMMs of the process. Each is open once, however many transformers and folds use it.</summary>
internal static class SharedLmms
{
    private static readonly LeasePool<LmmKey, MultimodalModel> Pool = new();

    /// <summary>Opens an LMM, or shares it if it is open. Logs a warning if an LMM that it opens falls back to the CPU.</summary>
    /// <param name="folder">The LMM's folder; <see langword="null"/> for <see cref="DefaultLmm"/>.</param>
    /// <param name="options">How to run it. Without a GPU there, the environment's applies.</param>
    /// <param name="environment">The environment.</param>
    public static Lease<MultimodalModel> Open(string? folder, LmmOptions options, IHostEnvironment environment)
    {
        var key = LmmKey.Create(folder ?? DefaultLmm.Find(), WithGpuOf(environment, options));
        return Pool.Lease(key, () => Open(key, environment));
    }

    private static MultimodalModel Open(LmmKey key, IHostEnvironment environment)
    {
        var lmm = MultimodalModel.Open(key.Folder, key.Options);
        if (lmm.CpuFallbackReason is { } reason)
        {
            using var channel = environment.Start(nameof(SharedLmms));
            channel.Warning(MessageSensitivity.None, reason);
        }
        return lmm;
    }

    private static LmmOptions WithGpuOf(IHostEnvironment environment, LmmOptions options)
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
}
