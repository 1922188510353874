using Microsoft.ML.Sav.Onnx.Graphs;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Attention;

/// <summary>The product of a tensor with a constant weight.</summary>
/// <param name="Data">The tensor that is projected.</param>
/// <param name="InputSize">Length of its vectors (K), or null if the weight's shape is unknown.</param>
/// <param name="OutputSize">Length of the projected vectors (N), or null if the weight's shape is unknown.</param>
internal sealed record Projection(string Data, long? InputSize, long? OutputSize)
{
    /// <summary>Reads the projection of a node; null if it is none.</summary>
    public static Projection? Read(NodeProto node, GraphIndex index)
    {
        // operators with block-quantized weights (MatMulNBits, MatMulBnb4) pack them and have the sizes as attributes
        if (node.Int("K") is { } k && node.Int("N") is { } n && index.IsConstant(node.InputAt(1)))
            return new Projection(node.InputAt(0), k, n);
        if (ProductOperands.Read(node) is not var (data, weight) || index.IsConstant(data) || !index.IsConstant(weight))
            return null;
        if (index.ConstantShape(weight) is not { Count: >= 2 } shape)
            return new Projection(data, null, null);
        if (node.OpType == "Einsum")
            return ReadEinsum(data, shape, node.Find("equation")?.S.ToStringUtf8() ?? "");
        if (shape.SkipLast(2).Any(dimension => dimension != 1))
            return null; // a product per head does not mix heads
        return node.Int("transB") is 1
            ? new Projection(data, shape[^1], shape[^2])
            : new Projection(data, shape[^2], shape[^1]);
    }

    // bthd,hdm->btm: sums over heads and their elements, the last dimensions of the data
    private static Projection? ReadEinsum(string data, IReadOnlyList<long> shape, string equation)
    {
        if (equation.Replace(" ", "").Replace("->", ",").Split(',') is not [var left, var right, var result] || right.Length != shape.Count)
            return null;
        var summed = string.Concat(left.Except(result));
        var size = right.Zip(shape).Where(axis => summed.Contains(axis.First)).Aggregate(1L, (product, axis) => product * axis.Second);
        return summed.Length > 0 && left.EndsWith(summed, StringComparison.Ordinal) ? new Projection(data, size, null) : null;
    }
}
