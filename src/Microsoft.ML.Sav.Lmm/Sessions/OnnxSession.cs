using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Sav.Lmm.Configuration;
using Microsoft.ML.Sav.Lmm.Graphs;

namespace Microsoft.ML.Sav.Lmm.Sessions;

/// <summary>One ONNX graph, ready to run. Safe to use from many threads.</summary>
internal sealed class OnnxSession : IDisposable
{
    // inputs that exporters name otherwise
    private static readonly Dictionary<string, string> OtherNames = new() { ["image_grid_thw"] = "grid_thw" };

    private readonly InferenceSession _session;
    private readonly GraphFile _file;
    private readonly Lock? _oneRunAtATime;

    private OnnxSession(GraphFile file, LmmOptions options, SessionOptions sessionOptions, Func<InferenceSession> open)
    {
        _file = file;
        _oneRunAtATime = ExecutionDevice.Of(options).RunsOneAtATime ? new Lock() : null;
        try
        {
            using (sessionOptions)
                _session = open();
        }
        catch (OnnxRuntimeException exception)
        {
            throw new InvalidDataException($"ONNX Runtime cannot open '{Name}': {exception.Message}", exception);
        }
    }

    /// <summary>Opens a file; external weights stay mapped from its folder.</summary>
    public static OnnxSession Open(GraphFile file, LmmOptions options)
    {
        var sessionOptions = SessionOptionsFactory.Create(options);
        return new(file, options, sessionOptions, () => new InferenceSession(file.Path, sessionOptions));
    }

    /// <summary>Opens a graph that was made from a file; external weights stay mapped from the file's folder.</summary>
    public static OnnxSession Open(HeadGraph graph, GraphFile file, LmmOptions options)
    {
        var sessionOptions = SessionOptionsFactory.Create(options, graph);
        return new(file, options, sessionOptions, () => new InferenceSession(graph.Bytes, sessionOptions));
    }

    /// <summary>The file that the graph came from.</summary>
    public string Name => _file.Path;

    /// <summary>Types and shapes of the inputs; -1 where a dimension is free.</summary>
    public IReadOnlyDictionary<string, NodeMetadata> Inputs => _session.InputMetadata;

    /// <summary>Names of the outputs.</summary>
    public IReadOnlyList<string> Outputs => _session.OutputNames;

    /// <summary>The output that the graph is run for: the one that the configuration names, else the first.</summary>
    public string MainOutput => _file.OutputName ?? Outputs[0];

    /// <summary>How this graph calls an input, by its usual name; <see langword="null"/> when it has none.</summary>
    public string? InputNamed(string usual)
    {
        string?[] candidates = [_file.InputNames.GetValueOrDefault(usual), usual, OtherNames.GetValueOrDefault(usual)];
        return Array.Find(candidates, name => name is not null && Inputs.ContainsKey(name));
    }

    /// <summary>Runs the graph and returns outputs as 32-bit floats, in the order of their names.</summary>
    /// <param name="inputs">A value for every input.</param>
    /// <param name="outputs">Names of the outputs.</param>
    /// <param name="cancellationToken">Ends the run early.</param>
    public FloatTensor[] Run(IReadOnlyDictionary<string, OrtValue> inputs, IReadOnlyCollection<string> outputs, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var runOptions = new RunOptions();
        using var registration = cancellationToken.Register(() => runOptions.Terminate = true);
        try
        {
            using var values = RunGraph(runOptions, inputs, outputs);
            return [.. values.Select(value => FloatTensor.CopyOf(value, Name))];
        }
        catch (OnnxRuntimeException exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new InvalidDataException($"ONNX Runtime failed in '{Name}': {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private IDisposableReadOnlyCollection<OrtValue> RunGraph(
        RunOptions runOptions, IReadOnlyDictionary<string, OrtValue> inputs, IReadOnlyCollection<string> outputs)
    {
        if (_oneRunAtATime is null)
            return _session.Run(runOptions, inputs, outputs);
        lock (_oneRunAtATime)
            return _session.Run(runOptions, inputs, outputs);
    }
}
