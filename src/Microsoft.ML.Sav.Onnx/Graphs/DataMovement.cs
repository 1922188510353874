using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Graphs;

/// <summary>Operators that move, repeat or convert values without computing with them.</summary>
internal static class DataMovement
{
    /// <summary>Inputs whose values reach the node's outputs unchanged; none if the node computes.</summary>
    public static IEnumerable<string> Sources(NodeProto node) => node.OpType switch
    {
        "Identity" or "Cast" or "CastLike" or "Dropout" or "Transpose" or "Reshape" or "Flatten" or "Squeeze" or "Unsqueeze" or
        "Expand" or "Tile" or "Slice" or "Split" or "Pad" or "Gather" or "GatherND" or "GatherElements" or
        "QuantizeLinear" or "DequantizeLinear" or "DynamicQuantizeLinear" => [node.InputAt(0)],
        "Concat" => node.Input,
        "Where" => [node.InputAt(1), node.InputAt(2)],
        "ScatterND" or "ScatterElements" => [node.InputAt(0), node.InputAt(2)],
        "TensorScatter" => [node.InputAt(0), node.InputAt(1)],
        _ => [],
    };
}
