using Microsoft.ML.Sav.Onnx.Protobuf;
using static Microsoft.ML.Sav.Onnx.Protobuf.TensorProto.Types;

namespace Microsoft.ML.Sav.Onnx.Graphs;

/// <summary>Element types of tensors, as declared or as they follow from the operators; unknown types are left open.</summary>
internal sealed class ElementTypes
{
    private readonly Dictionary<string, DataType> _types;

    public ElementTypes()
        : this([])
    {
    }

    private ElementTypes(Dictionary<string, DataType> types) => _types = types;

    public ElementTypes Copy() => new(new(_types));

    /// <summary>Adds the types that a graph declares for inputs, constants and intermediate tensors.</summary>
    public void Declare(GraphProto graph)
    {
        foreach (var info in graph.Input.Concat(graph.Output).Concat(graph.ValueInfo).Where(info => info.ElementType != DataType.Undefined))
            _types[info.Name] = info.ElementType;
        foreach (var tensor in graph.Initializer)
            _types[tensor.Name] = (DataType)tensor.DataType;
    }

    /// <summary>Adds the types of a node's results.</summary>
    /// <returns>What contradicts the types that are known, or null.</returns>
    public string? Add(NodeProto node)
    {
        if (node.Domain is not ("" or "ai.onnx"))
            return null;
        var operands = OperandsOfOneType(node).Select(name => (Name: name, Type: Find(name))).Where(operand => operand.Type != DataType.Undefined).ToList();
        if (operands.Find(operand => operand.Type != operands[0].Type) is { Name: { } other })
            return $"{node.Describe()} combines {operands[0].Type} ('{operands[0].Name}') with {Find(other)} ('{other}')";

        var result = ResultType(node, operands.Count > 0 ? operands[0].Type : DataType.Undefined);
        if (result == DataType.Undefined || node.Output.Count != 1)
            return null;
        var declared = Find(node.Output[0]);
        _types[node.Output[0]] = result;
        return declared == DataType.Undefined || declared == result
            ? null
            : $"{node.Describe()} computes {result}, but '{node.Output[0]}' is declared as {declared}";
    }

    private DataType Find(string name) => _types.GetValueOrDefault(name);

    private static IEnumerable<string> OperandsOfOneType(NodeProto node) => node.OpType switch
    {
        "Add" or "Sub" or "Mul" or "Div" or "MatMul" or "Concat" or "Min" or "Max" or "Gemm" => node.Input.Where(name => name.Length > 0),
        "Where" => node.Input.Skip(1),
        "Identity" or "Reshape" or "Transpose" or "Expand" or "Slice" or "Squeeze" or "Unsqueeze" or "Gather" or "GatherND" or
        "Softmax" or "Neg" or "Sqrt" or "Tanh" or "Abs" or "Reciprocal" or "Pow" or "ReduceMean" or "ReduceSum" => node.Input.Take(1),
        _ => [],
    };

    private static DataType ResultType(NodeProto node, DataType operands) => node.OpType switch
    {
        "Cast" => (DataType)(node.Int("to") ?? 0),
        "Shape" or "Size" or "ArgMax" or "NonZero" => DataType.Int64,
        "Equal" or "Less" or "Greater" or "Not" or "IsNaN" => DataType.Bool,
        _ => operands,
    };
}
