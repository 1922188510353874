using Microsoft.ML.Sav.Onnx.Protobuf;
using static Microsoft.ML.Sav.Onnx.Protobuf.TensorProto.Types;

namespace Microsoft.ML.Sav.Onnx.Rewriting;

/// <summary>Adds nodes and constants to a graph, with a prefix before their names. Methods return the name of the added tensor.</summary>
internal sealed class GraphBuilder(GraphProto graph, string prefix)
{
    /// <summary>Adds a node of the standard operator set.</summary>
    public string Add(string opType, string name, IEnumerable<string> inputs, params (string, long)[] attributes) =>
        Add(NodeProto.Create(opType, name, inputs, attributes));

    /// <summary>Adds a node with one output, after prefixing the names of both.</summary>
    public string Add(NodeProto node)
    {
        node.Name = prefix + node.Name;
        node.Output[0] = prefix + node.Output[0];
        graph.Node.Add(node);
        return node.Output[0];
    }

    /// <summary>Adds a node that permutes the axes of a tensor.</summary>
    public string Transpose(string name, string tensor, IEnumerable<long> order)
    {
        var node = NodeProto.Create("Transpose", name, [tensor]);
        node.Attribute.Add(new AttributeProto { Name = "perm", Type = AttributeProto.Types.AttributeType.Ints, Ints = { order } });
        return Add(node);
    }

    /// <summary>Adds a node that converts to another element type.</summary>
    public string Cast(string name, string tensor, DataType type) => Add("Cast", name, [tensor], ("to", (long)type));

    /// <summary>Adds the sum over an axis of a tensor.</summary>
    public string Sum(string name, string tensor, int axis, bool keepDimension = true) =>
        Add("ReduceSum", name, [tensor, Constant($"{name}_axis", axis)], ("keepdims", keepDimension ? 1 : 0));

    /// <summary>Adds a dimension of a tensor, int64 [1].</summary>
    public string Dimension(string name, string tensor, int dimension) =>
        Add("Gather", name, [Add("Shape", $"{name}_shape", [tensor]), Constant($"{name}_dimension", dimension)]);

    /// <summary>Adds the integers from 0 up to a limit, int64 [limit].</summary>
    /// <param name="name">Name of the tensor.</param>
    /// <param name="limit">The limit, int64 [1].</param>
    public string Range(string name, string limit) => Add("Range", name,
    [
        Constant(TensorProto.Int64($"{name}_start", [], [0])),
        Add("Squeeze", $"{name}_limit", [limit, Constant($"{name}_limit_axis", 0)]),
        Constant(TensorProto.Int64($"{name}_step", [], [1])),
    ]);

    /// <summary>Adds a number in double precision.</summary>
    public string Number(string name, double value) => Constant(TensorProto.Double(name, [], [value]));

    /// <summary>Adds a list of integers.</summary>
    public string Constant(string name, params long[] values) => Constant(TensorProto.Int64(name, values));

    /// <summary>Adds a constant, after prefixing its name.</summary>
    public string Constant(TensorProto tensor)
    {
        tensor.Name = prefix + tensor.Name;
        graph.Initializer.Add(tensor);
        return tensor.Name;
    }
}
