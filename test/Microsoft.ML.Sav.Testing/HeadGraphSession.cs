using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Microsoft.ML.Sav.Onnx;
using Microsoft.ML.Sav.Onnx.HeadGraphs;

namespace Microsoft.ML.Sav.Testing;

/// <summary>Runs a tapped decoder in ONNX Runtime.</summary>
internal sealed class HeadGraphSession : IDisposable
{
    private readonly InferenceSession _session;
    private readonly HeadGraph _graph;

    public HeadGraphSession(HeadGraph graph, GraphOptimizationLevel level = GraphOptimizationLevel.ORT_DISABLE_ALL)
    {
        using var options = Options(graph.ExternalDataFolder, level);
        _graph = graph;
        _session = new InferenceSession(graph.Bytes, options);
    }

    /// <summary>Head vectors of each row; all rows have the same length.</summary>
    public float[][] Run(DecoderHints hints, params Prefill[] rows)
    {
        using var run = _session.Run([.. _graph.Inputs.Select(name => Input(_session, name, hints, rows))], [HeadGraphFormat.HeadVectors]);
        return [.. run[0].AsTensor<float>().ToArray().Chunk(_graph.Layout.VectorLength)];
    }

    public static SessionOptions Options(string externalDataFolder, GraphOptimizationLevel level)
    {
        var options = new SessionOptions { IntraOpNumThreads = 1, GraphOptimizationLevel = level };
        options.AddSessionConfigEntry("session.x64quantprecision", "1");
        options.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", externalDataFolder);
        return options;
    }

    public static NamedOnnxValue Input(InferenceSession session, string name, DecoderHints hints, params Prefill[] rows)
    {
        var tokens = rows[0].Ids.Length;
        return name switch
        {
            "input_ids" => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<long>(rows.SelectMany(row => row.Ids).ToArray(), [rows.Length, tokens])),
            "inputs_embeds" => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(rows.SelectMany(row => row.Embeds!).ToArray(), [rows.Length, tokens, rows[0].Embeds!.Length / tokens])),
            "attention_mask" => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<long>(rows.SelectMany(row => row.Mask).ToArray(), [rows.Length, tokens])),
            "last_token" => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<long>(rows.Select(row => row.LastToken).ToArray(), [rows.Length])),
            "token_weights" => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(rows.SelectMany(row => row.TokenWeights).ToArray(), [rows.Length, tokens])),
            "position_ids" => Positions(rows, tokens),
            "num_logits_to_keep" => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<long>(new[] { 1L }, [])),
            _ => EmptyCache(session, name, hints, rows.Length),
        };
    }

    private static NamedOnnxValue Positions(Prefill[] rows, int tokens)
    {
        var axes = rows[0].Positions.Length; // [axes, batch, tokens] with several axes, [batch, tokens] with one
        var values = Enumerable.Range(0, axes).SelectMany(axis => rows.SelectMany(row => row.Positions[axis])).ToArray();
        int[] shape = axes > 1 ? [axes, rows.Length, tokens] : [rows.Length, tokens];
        return NamedOnnxValue.CreateFromTensor("position_ids", new DenseTensor<long>(values, shape));
    }

    private static NamedOnnxValue EmptyCache(InferenceSession session, string name, DecoderHints hints, int batch)
    {
        var metadata = session.InputMetadata[name];
        var shape = metadata.Dimensions.ToArray();
        (shape[0], shape[2]) = (batch, 0);
        if (shape[3] < 0)
            shape[3] = hints.HeadSize!.Value;
        return metadata.ElementDataType == TensorElementType.Float16
            ? NamedOnnxValue.CreateFromTensor(name, new DenseTensor<Float16>(shape))
            : NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(shape));
    }

    public void Dispose() => _session.Dispose();
}
