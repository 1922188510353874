using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Microsoft.ML.Sav.Testing;

/// <summary>An exported classifier in plain ONNX Runtime.</summary>
internal sealed class ExportedModel : IDisposable
{
    // ONNX Runtime warns that a weight, the default of attention_mask, may be overridden: it is meant to be
    private static readonly SessionOptions NoWarnings = new() { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };

    private readonly InferenceSession _session;

    public ExportedModel(string path) => _session = new InferenceSession(path, NoWarnings);

    public ExportedModel(byte[] model) => _session = new InferenceSession(model, NoWarnings);

    public IReadOnlyCollection<string> Inputs => [.. _session.InputMetadata.Keys];

    public IReadOnlyDictionary<string, string> Metadata => _session.ModelMetadata.CustomMetadataMap;

    public int[]? ShapeOf(string input) => _session.InputMetadata.GetValueOrDefault(input)?.Dimensions;

    public static NamedOnnxValue Input<T>(string name, IEnumerable<T> values, params IEnumerable<int> shape) =>
        NamedOnnxValue.CreateFromTensor(name, new DenseTensor<T>(values.ToArray(), [.. shape]));

    /// <summary>The outputs, a row each: scores, label, its number, head vectors.</summary>
    public ExportedRow[] Run(params IReadOnlyCollection<NamedOnnxValue> inputs)
    {
        using var outputs = _session.Run(inputs);
        var named = outputs.ToDictionary(output => output.Name);
        var labels = named["label"].AsTensor<string>().ToArray();
        var indices = named["label_index"].AsTensor<long>().ToArray();
        var scores = Rows(named["scores"], labels.Length);
        var vectors = Rows(named["head_vectors"], labels.Length);
        return [.. labels.Select((label, row) => new ExportedRow(scores[row], label, indices[row], vectors[row]))];
    }

    public void Dispose() => _session.Dispose();

    private static float[][] Rows(NamedOnnxValue output, int rows)
    {
        var values = output.AsTensor<float>().ToArray();
        return [.. values.Chunk(values.Length / rows)];
    }
}
