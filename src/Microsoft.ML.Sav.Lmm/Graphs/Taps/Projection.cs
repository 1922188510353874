using Microsoft.ML.Sav.Lmm.Graphs.Attention;
using Microsoft.ML.Sav.Lmm.Graphs.Onnx;

namespace Microsoft.ML.Sav.Lmm.Graphs.Taps;

/// <summary>A product of a tensor with a constant weight.</summary>
/// <param name="Data">The tensor that is projected.</param>
/// <param name="InputSize">Length of the vectors it projects (K), or null when the weight's shape is not known.</param>
/// <param name="OutputSize">Length of the vectors it makes (N), or null when the weight's shape is not known.</param>
internal sealed record Projection(string Data, long? InputSize, long? OutputSize)
{
    /// <summary>Reads a node; null when it is not a projection.</summary>
    public static Projection? Of(NodeProto node, GraphIndex index)
    {
        // Operators with block-quantised weights (MatMulNBits, MatMulBnb4) pack them and name the sizes.
        if (node.Int("K") is { } k && node.Int("N") is { } n && index.IsConstant(node.InputAt(1)))
            return new Projection(node.InputAt(0), k, n);
        if (MatrixProduct.Of(node) is not var (data, weight) || index.IsConstant(data) || !index.IsConstant(weight))
            return null;
        if (node.OpType == "Einsum" || index.ConstantShape(weight) is not { Count: >= 2 } shape)
            return new Projection(data, null, null);
        return node.Int("transB") is 1
            ? new Projection(data, shape[^1], shape[^2])
            : new Projection(data, shape[^2], shape[^1]);
    }
}
