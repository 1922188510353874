using Microsoft.ML.Sav.Onnx.Attention;
using Microsoft.ML.Sav.Onnx.Graphs;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Vision;

/// <summary>
/// Recognises where residual blocks end: x + f(x), in which f computes products with weights or of tensors. The cubic term of a GELU, and other
/// sums of a tensor with its own elements, are none.
/// </summary>
internal sealed class ResidualBlocks(GraphIndex index)
{
    private readonly Dictionary<NodeProto, bool> _known = new(ReferenceEqualityComparer.Instance);

    /// <summary>Whether a residual block ends with a node.</summary>
    public bool IsEnd(NodeProto node)
    {
        if (!_known.TryGetValue(node, out var isEnd))
            _known.Add(node, isEnd = Determine(node));
        return isEnd;
    }

    private bool Determine(NodeProto node) => node.OpType switch
    {
        "SkipLayerNormalization" or "SkipSimplifiedLayerNormalization" or "SkipGroupNorm" => true,
        "Add" or "Sum" when node.Input is [var left, var right] => IsResidual(left, right) || IsResidual(right, left),
        _ => false,
    };

    private bool IsResidual(string shortcut, string sum)
    {
        if (index.IsConstant(shortcut) || index.IsConstant(sum))
            return false;
        var sources = index.Upstream(shortcut, DataMovement.Sources).Where(name => !index.IsConstant(name)).ToHashSet();
        return !index.Upstream(sum, node => IsProduct(node) ? [] : node.Input).Any(sources.Contains)
            && index.Upstream(sum, node => node.Input).Any(sources.Contains);
    }

    private static bool IsProduct(NodeProto node) =>
        ProductOperands.Read(node) is not null || node.Int("K") is not null || node.OpType.Contains("Conv", StringComparison.Ordinal)
        || AttentionFinder.Operators.Contains(node.OpType);
}
