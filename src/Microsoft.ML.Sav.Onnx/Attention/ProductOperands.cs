using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Attention;

/// <summary>The two operands of a matrix product, whichever operator computes it.</summary>
internal readonly record struct ProductOperands(string Left, string Right)
{
    /// <summary>Reads the operands of a node; null if it is not a product of two tensors.</summary>
    public static ProductOperands? Read(NodeProto node) => node.OpType switch
    {
        "MatMul" or "Gemm" or "Einsum" or "FusedMatMul" or "FusedGemm" or "TransposeMatMul" or "MatMulInteger" or "MatMulIntegerToFloat" or
        "DynamicQuantizeMatMul" => new ProductOperands(node.InputAt(0), node.InputAt(1)),
        "QLinearMatMul" or "QGemm" => new ProductOperands(node.InputAt(0), node.InputAt(3)),
        _ => null,
    };
}
