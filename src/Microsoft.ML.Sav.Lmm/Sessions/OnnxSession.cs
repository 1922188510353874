using System.Security.Cryptography;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Sav.Lmm.Fingerprints;
using Microsoft.ML.Sav.Lmm.Sessions.Optimized;
using Microsoft.ML.Sav.Onnx;
using Microsoft.ML.Sav.Onnx.Protobuf;
using Microsoft.ML.Sav.Onnx.Rewriting;
using Microsoft.ML.Sav.Lmm.Tensors;

namespace Microsoft.ML.Sav.Lmm.Sessions;

/// <summary>One ONNX graph, ready to run. Safe to use from many threads.</summary>
internal sealed class OnnxSession : IDisposable
{
    // Inputs that some exporters name differently.
    private static readonly Dictionary<string, string> AlternativeNames = new() { ["image_grid_thw"] = "grid_thw" };

    private readonly InferenceSession _session;
    private readonly RunCounter _runs;
    private readonly OnnxFile _file;
    private readonly ExecutionDevice _device;
    private readonly OrtMemoryInfo _deviceMemory;
    private readonly Lock _oneRunAtATime = new();

    private OnnxSession(OnnxFile file, LmmOptions options, RewrittenGraph? graph, OptimizedModel? optimized)
    {
        _file = file;
        _device = ExecutionDevice.FromOptions(options);
        _deviceMemory = _device.Memory;
        try
        {
            using var sessionOptions = SessionOptionsFactory.Create(options, graph, optimized);
            _session = optimized is { IsWritten: true } ? new InferenceSession(optimized.Path, sessionOptions)
                : graph is null ? new InferenceSession(file.Path, sessionOptions)
                : new InferenceSession(graph.Bytes, sessionOptions);
            _runs = new RunCounter(Name, Close);
            (Inputs, Outputs) = (_session.InputMetadata, _session.OutputNames);
            FreedMemory.Return();
        }
        catch (OnnxRuntimeException exception)
        {
            throw new LmmRuntimeException($"ONNX Runtime cannot open '{Name}': {exception.Message}", exception);
        }
    }

    /// <summary>Opens an ONNX file, or a graph that was rewritten from it; external weights stay memory-mapped.</summary>
    /// <param name="file">The file.</param>
    /// <param name="options">How to run it.</param>
    /// <param name="graph">The graph that was rewritten from the file, if any.</param>
    /// <exception cref="LmmRuntimeException">ONNX Runtime cannot open it.</exception>
    public static OnnxSession Open(OnnxFile file, LmmOptions options, RewrittenGraph? graph = null) => new(file, options, graph, null);

    /// <summary>Opens the optimised form of a graph if the options name a folder for it: see <see cref="OptimizedModels.Open"/>.</summary>
    /// <inheritdoc cref="Open(OnnxFile, LmmOptions, RewrittenGraph?)"/>
    /// <param name="file">The file.</param>
    /// <param name="options">How to run it.</param>
    /// <param name="graph">The graph that was rewritten from the file, if any.</param>
    /// <param name="sample">Returns a session's output for a sample input.</param>
    /// <param name="warn">Called with a message if the folder cannot be used.</param>
    public static OnnxSession Open(OnnxFile file, LmmOptions options, RewrittenGraph? graph, Func<OnnxSession, float[]> sample, Action<string> warn)
    {
        if (options.OptimizedModelFolder is not { } folder || ExecutionDevice.FromOptions(options).Provider != ExecutionProvider.Cpu)
            return Open(file, options, graph);
        var weights = graph?.ExternalDataFiles ?? OnnxModelReader.Read(file.Path).Graph.ExternalDataFiles(Path.GetDirectoryName(file.Path)!);
        var self = graph is null ? FileHashes.Compute(file.Path) : Convert.ToHexStringLower(SHA256.HashData(graph.Bytes));
        return new OptimizedModels(folder, warn).Open(
            weights.Select(file => FileHashes.Compute(file)).Prepend(self), optimized => new OnnxSession(file, options, graph, optimized), sample);
    }

    /// <summary>Path of the graph's file.</summary>
    public string Name => _file.Path;

    /// <summary>Types and shapes of the inputs; -1 for dynamic dimensions.</summary>
    public IReadOnlyDictionary<string, NodeMetadata> Inputs { get; }

    /// <summary>Names of the outputs.</summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <summary>The main output: the one that the configuration names, else the first.</summary>
    public string MainOutput => _file.OutputName ?? Outputs[0];

    /// <summary>Finds the graph's own name of an input; <see langword="null"/> if the graph lacks it.</summary>
    public string? FindInput(string usual)
    {
        string?[] candidates = [_file.InputNames.GetValueOrDefault(usual), usual, AlternativeNames.GetValueOrDefault(usual)];
        return Array.Find(candidates, name => name is not null && Inputs.ContainsKey(name));
    }

    /// <summary>Runs the graph and returns outputs as 32-bit floats, in the order of their names.</summary>
    /// <param name="inputs">A value for every input.</param>
    /// <param name="outputs">Names of the outputs.</param>
    /// <param name="cancellationToken">Ends the run early.</param>
    public FloatTensor[] Run(IReadOnlyDictionary<string, OrtValue> inputs, IReadOnlyCollection<string> outputs, CancellationToken cancellationToken) =>
        Run(cancellationToken, runOptions =>
        {
            using var values = _session.Run(runOptions, inputs, outputs);
            return values.Select(value => OrtTensor.ToFloatTensor(value, Name)).ToArray();
        });

    /// <summary>Runs the graph and leaves outputs on the device, in the order of their names.</summary>
    /// <inheritdoc cref="Run(IReadOnlyDictionary{string, OrtValue}, IReadOnlyCollection{string}, CancellationToken)" path="/param"/>
    public DeviceTensor[] RunOnDevice(IReadOnlyDictionary<string, OrtValue> inputs, IReadOnlyCollection<string> outputs, CancellationToken cancellationToken) =>
        Run(cancellationToken, runOptions =>
        {
            using var binding = _session.CreateIoBinding();
            foreach (var (name, value) in inputs)
                binding.BindInput(name, value);
            foreach (var name in outputs)
                binding.BindOutputToDevice(name, _deviceMemory);
            _session.RunWithBinding(runOptions, binding);
            binding.SynchronizeBoundOutputs();
            return binding.GetOutputValues().Select(value => new DeviceTensor(value)).ToArray();
        });

    /// <summary>Closes the session after the runs that are in progress.</summary>
    public void Dispose() => _runs.Close();

    private void Close()
    {
        _session.Dispose();
        FreedMemory.Return();
    }

    private T Run<T>(CancellationToken cancellationToken, Func<RunOptions, T> run)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _runs.Enter();
        try
        {
            using var runOptions = new RunOptions();
            using var registration = cancellationToken.Register(() => runOptions.Terminate = true);
            if (!_device.RunsOneAtATime)
                return run(runOptions);
            lock (_oneRunAtATime)
                return run(runOptions);
        }
        catch (OnnxRuntimeException exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new LmmRuntimeException($"ONNX Runtime failed in '{Name}': {exception.Message}", exception);
        }
        finally
        {
            _runs.Leave();
        }
    }
}
