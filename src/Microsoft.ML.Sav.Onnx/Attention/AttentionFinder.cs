using Microsoft.ML.Sav.Onnx.Graphs;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Attention;

/// <summary>
/// Finds where a graph computes attention: an attention operator, or the product of values with probabilities, which are the softmax of
/// a product of two computed tensors. (The softmax of a router is that of a projection.)
/// </summary>
internal sealed class AttentionFinder(GraphIndex index)
{
    /// <summary>Attention operators of ONNX (operator set 23) and ONNX Runtime.</summary>
    public static IReadOnlySet<string> Operators { get; } = new HashSet<string>
    {
        "Attention", "GroupQueryAttention", "MultiHeadAttention", "QAttention", "SparseAttention",
    };

    /// <summary>The attention sites in topological order, which is the order of the layers.</summary>
    public IEnumerable<AttentionSite> Find() =>
        index.Graph.Node.Where(node => node.Output.Count > 0).Select(FindAt).OfType<AttentionSite>();

    /// <summary>A tensor and the computed tensors whose values it holds.</summary>
    public IEnumerable<string> MovedFrom(string tensor) =>
        index.Upstream(tensor, DataMovement.Sources).Where(name => index.Producer(name) is not null);

    private AttentionSite? FindAt(NodeProto node)
    {
        if (Operators.Contains(node.OpType))
        {
            var values = node.Input.SelectMany(MovedFrom).Concat(node.Output.Skip(1));
            var heads = (node.Int("num_heads") ?? node.Int("q_num_heads")) is > 0 and <= int.MaxValue and var count ? (int?)count : null;
            return new AttentionSite(node, heads, values.ToHashSet());
        }
        if (ComputedProduct(node) is not var (left, right))
            return null;
        if (IsProbability(left))
            return new AttentionSite(node, null, MovedFrom(right).ToHashSet());
        return IsProbability(right) ? new AttentionSite(node, null, MovedFrom(left).ToHashSet()) : null;
    }

    private ProductOperands? ComputedProduct(NodeProto node) =>
        ProductOperands.Read(node) is { } product && !index.IsConstant(product.Left) && !index.IsConstant(product.Right) ? product : null;

    private bool IsProbability(string tensor) => index
        .Upstream(tensor, node => node.OpType is "Mul" or "Div" ? node.Input : DataMovement.Sources(node))
        .Any(name => index.Producer(name) is { } node && IsSoftmax(node) && IsSoftmaxOfScores(node));

    // some exporters write a softmax as Exp divided by its sum
    private bool IsSoftmax(NodeProto node) =>
        node.OpType is "Softmax" or "BiasSoftmax" or "QLinearSoftmax" ||
        (node.OpType == "Div" && index.Producer(node.InputAt(0))?.OpType == "Exp");

    private bool IsSoftmaxOfScores(NodeProto softmax) => index
        .Upstream(softmax.InputAt(0), node => ProductOperands.Read(node) is null ? node.Input : [])
        .Any(name => index.Producer(name) is { } node && ComputedProduct(node) is not null);
}
