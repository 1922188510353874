using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Attention;

/// <summary>The two operands of a matrix product, whichever operator computes it.</summary>
internal readonly record struct MatrixProduct(string Left, string Right)
{
    /// <summary>Reads a node; null when it is not a product of two tensors.</summary>
    public static MatrixProduct? Of(NodeProto node) => node.OpType switch
    {
        "MatMul" or "Gemm" or "Einsum" or "FusedMatMul" or "FusedGemm" or "TransposeMatMul" or "MatMulInteger" or "MatMulIntegerToFloat" or
        "DynamicQuantizeMatMul" => new MatrixProduct(node.InputAt(0), node.InputAt(1)),
        "QLinearMatMul" or "QGemm" => new MatrixProduct(node.InputAt(0), node.InputAt(3)),
        _ => null,
    };
}
