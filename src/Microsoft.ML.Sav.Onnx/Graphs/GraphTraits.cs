using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Graphs;

/// <summary>Properties of a decoder's graph that decide how it may be rewritten and run.</summary>
internal static class GraphTraits
{
    // their scale is the largest value of the whole tensor, in whichever row that is
    private static readonly string[] MixingOperators = ["DynamicQuantizeLinear", "DynamicQuantizeMatMul"];

    /// <summary>Whether a row's results depend on the other rows of the batch, as with 8-bit dynamic quantization.</summary>
    public static bool MixesRows(GraphProto graph) => graph.Node.Any(node => MixingOperators.Contains(node.OpType));

    /// <summary>Whether the KV cache can be extended by several tokens for one row only, a limit of GroupQueryAttention.</summary>
    public static bool AppendsToOneRow(GraphProto graph) => graph.Node.Any(node => node.OpType == "GroupQueryAttention");

    /// <summary>Whether activations are fp16, rounded to 11 bits; false if only weights are stored in fp16.</summary>
    public static bool IsHalfPrecision(GraphProto graph)
    {
        var halves = graph.Initializer.Where(tensor => tensor.DataType == (int)TensorProto.Types.DataType.Float16).Select(tensor => tensor.Name).ToHashSet();
        return graph.Node.Any(node => node.OpType != "Cast" && node.Reads().Any(halves.Contains));
    }
}
