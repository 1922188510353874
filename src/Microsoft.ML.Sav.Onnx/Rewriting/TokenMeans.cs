using Microsoft.ML.Sav.Onnx.Protobuf;
using static Microsoft.ML.Sav.Onnx.Protobuf.TensorProto.Types;

namespace Microsoft.ML.Sav.Onnx.Rewriting;

/// <summary>Averages tensors over tokens, by the input <see cref="HeadGraphFormat.TokenWeights"/>.</summary>
internal sealed class TokenMeans
{
    private readonly GraphBuilder _builder;
    private readonly string _weights; // [batch, 1, tokens]
    private readonly string _counts; // [batch, tokens, 1], whether a token counts
    private readonly string _zero;

    /// <summary>Adds the input to a graph.</summary>
    public TokenMeans(GraphProto graph, GraphBuilder builder)
    {
        _builder = builder;
        graph.Input.Add(ValueInfoProto.Create(HeadGraphFormat.TokenWeights, DataType.Float, "batch", "tokens"));
        _zero = builder.Constant(TensorProto.Float("zero", [], [0]));
        _weights = builder.Add("Reshape", "weights", [HeadGraphFormat.TokenWeights, builder.Constant("weights_shape", 0, 1, -1)]);
        var column = builder.Add("Reshape", "weights_column", [HeadGraphFormat.TokenWeights, builder.Constant("weights_column_shape", 0, -1, 1)]);
        _counts = builder.Add("Greater", "counts", [column, _zero]);
    }

    /// <summary>Adds the mean of a tensor, [batch, width] in float32.</summary>
    /// <param name="name">Start of the names of the nodes.</param>
    /// <param name="tokens">[batch, tokens, width]</param>
    /// <param name="width">Length of a token's vector.</param>
    public string Add(string name, string tokens, int width)
    {
        var values = _builder.Cast($"{name}/values", tokens, DataType.Float);
        // padding may hold NaN, which a weight of 0 would not remove
        var counted = _builder.Add("Where", $"{name}/counted", [_counts, values, _zero]);
        var sums = _builder.Add("MatMul", $"{name}/sums", [_weights, counted]); // [batch, 1, width]
        return _builder.Add("Reshape", $"{name}/mean", [sums, _builder.Constant($"{name}/mean_shape", -1, width)]);
    }
}
