using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.Sav.Lmm.Sessions;

/// <summary>One ONNX graph, ready to run. Safe to use from many threads.</summary>
internal sealed class OnnxSession : IDisposable
{
    private readonly InferenceSession _session;

    private OnnxSession(Func<SessionOptions, InferenceSession> open, string name, LmmOptions options, string? externalDataFolder)
    {
        Name = name;
        try
        {
            using var sessionOptions = SessionOptionsFactory.Create(options, externalDataFolder);
            _session = open(sessionOptions);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new InvalidDataException($"ONNX Runtime cannot open '{name}': {exception.Message}", exception);
        }
    }

    /// <summary>Opens a file; external weights stay mapped from its folder.</summary>
    public static OnnxSession Open(string path, LmmOptions options) =>
        new(sessionOptions => new InferenceSession(path, sessionOptions), path, options, externalDataFolder: null);

    /// <summary>Opens a graph in memory whose external weights stay mapped from a folder.</summary>
    public static OnnxSession Open(byte[] model, string externalDataFolder, string name, LmmOptions options) =>
        new(sessionOptions => new InferenceSession(model, sessionOptions), name, options, externalDataFolder);

    /// <summary>The file that the graph came from.</summary>
    public string Name { get; }

    /// <summary>Types and shapes of the inputs; -1 where a dimension is free.</summary>
    public IReadOnlyDictionary<string, NodeMetadata> Inputs => _session.InputMetadata;

    /// <summary>Runs the graph and returns its first output as 32-bit floats.</summary>
    /// <param name="inputs">A value for every input.</param>
    /// <param name="cancellationToken">Ends the run early.</param>
    public FloatTensor Run(IReadOnlyDictionary<string, OrtValue> inputs, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var runOptions = new RunOptions();
        using var registration = cancellationToken.Register(() => runOptions.Terminate = true);
        try
        {
            using var outputs = _session.Run(runOptions, inputs, [_session.OutputNames[0]]);
            return FloatTensor.CopyOf(outputs[0], Name);
        }
        catch (OnnxRuntimeException exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new InvalidDataException($"ONNX Runtime failed in '{Name}': {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();
}
