using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Attention;

/// <summary>A place in the graph where attention is computed.</summary>
/// <param name="Node">The attention operator, or the product of probabilities and values.</param>
/// <param name="Heads">Number of query heads, when the operator says it.</param>
/// <param name="Values">Tensors that hold the values attended to, in any form on their way to the node.</param>
internal sealed record AttentionSite(NodeProto Node, int? Heads, IReadOnlySet<string> Values)
{
    /// <summary>The heads' results, before the output projection.</summary>
    public string Output => Node.Output[0];
}
