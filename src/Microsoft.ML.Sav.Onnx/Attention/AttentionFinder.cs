using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Attention;

/// <summary>
/// Finds where a graph computes attention: an operator that does it whole, or the product of values with probabilities, which are
/// a softmax over a product of two computed tensors (so that a router's softmax over a projection is not taken for one).
/// </summary>
internal sealed class AttentionFinder(GraphIndex index)
{
    /// <summary>Operators of ONNX (opset 23) and ONNX Runtime that compute attention from queries, keys and values.</summary>
    public static IReadOnlySet<string> Operators { get; } = new HashSet<string>
    {
        "Attention", "GroupQueryAttention", "MultiHeadAttention", "QAttention", "SparseAttention",
    };

    /// <summary>The attention sites in the graph's order, which is the order of the layers.</summary>
    public IEnumerable<AttentionSite> Find() =>
        index.Graph.Node.Where(node => node.Output.Count > 0).Select(SiteAt).OfType<AttentionSite>();

    private AttentionSite? SiteAt(NodeProto node)
    {
        if (Operators.Contains(node.OpType))
        {
            var values = node.Input.SelectMany(MovedFrom).Concat(node.Output.Skip(1));
            return new AttentionSite(node, (int?)(node.Int("num_heads") ?? node.Int("q_num_heads")), values.ToHashSet());
        }
        if (ComputedProduct(node) is not var (left, right))
            return null;
        if (IsProbability(left))
            return new AttentionSite(node, null, MovedFrom(right).ToHashSet());
        return IsProbability(right) ? new AttentionSite(node, null, MovedFrom(left).ToHashSet()) : null;
    }

    /// <summary>A tensor and the computed tensors whose values it holds.</summary>
    public IEnumerable<string> MovedFrom(string tensor) =>
        index.Upstream(tensor, DataMovement.Sources).Where(name => index.Producer(name) is not null);

    private MatrixProduct? ComputedProduct(NodeProto node) =>
        MatrixProduct.Of(node) is { } product && !index.IsConstant(product.Left) && !index.IsConstant(product.Right) ? product : null;

    private bool IsProbability(string tensor) => index
        .Upstream(tensor, node => node.OpType is "Mul" or "Div" ? node.Input : DataMovement.Sources(node))
        .Any(name => index.Producer(name) is { } node && IsSoftmax(node) && ScoresAreComputed(node));

    // Some exporters write a softmax as Exp divided by its sum.
    private bool IsSoftmax(NodeProto node) =>
        node.OpType is "Softmax" or "BiasSoftmax" or "QLinearSoftmax" ||
        (node.OpType == "Div" && index.Producer(node.InputAt(0))?.OpType == "Exp");

    private bool ScoresAreComputed(NodeProto softmax) => index
        .Upstream(softmax.InputAt(0), node => MatrixProduct.Of(node) is null ? node.Input : [])
        .Any(name => index.Producer(name) is { } node && ComputedProduct(node) is not null);
}
