using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Attention;

/// <summary>A place in the graph where attention is computed.</summary>
/// <param name="Node">The attention operator, or the product of probabilities and values.</param>
/// <param name="HeadCount">Number of query heads; null unless the operator has it as an attribute.</param>
/// <param name="Values">The value tensors (V), in all forms on their way to the node.</param>
internal sealed record AttentionSite(NodeProto Node, int? HeadCount, IReadOnlySet<string> Values)
{
    /// <summary>The heads' results, before the output projection.</summary>
    public string Output => Node.Output[0];
}
