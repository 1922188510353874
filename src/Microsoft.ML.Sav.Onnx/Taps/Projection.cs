using Microsoft.ML.Sav.Onnx.Attention;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Taps;

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
        if (index.ConstantShape(weight) is not { Count: >= 2 } shape)
            return new Projection(data, null, null);
        if (node.OpType == "Einsum")
            return OfEinsum(data, shape, node.Find("equation")?.S.ToStringUtf8() ?? "");
        if (shape.SkipLast(2).Any(dimension => dimension != 1))
            return null; // a product for each head does not mix heads
        return node.Int("transB") is 1
            ? new Projection(data, shape[^1], shape[^2])
            : new Projection(data, shape[^2], shape[^1]);
    }

    // bthd,hdm->btm: heads and their elements are summed over, and lie last in the data.
    private static Projection? OfEinsum(string data, IReadOnlyList<long> shape, string equation)
    {
        if (equation.Replace(" ", "").Replace("->", ",").Split(',') is not [var left, var right, var result] || right.Length != shape.Count)
            return null;
        var summed = string.Concat(left.Except(result));
        var size = right.Zip(shape).Where(axis => summed.Contains(axis.First)).Aggregate(1L, (product, axis) => product * axis.Second);
        return summed.Length > 0 && left.EndsWith(summed, StringComparison.Ordinal) ? new Projection(data, size, null) : null;
    }
}
