using Microsoft.ML.Sav.Lmm.Graphs.Onnx;
using static Microsoft.ML.Sav.Lmm.Graphs.Onnx.TensorProto.Types;

namespace Microsoft.ML.Sav.Lmm.Graphs.Rewriting;

/// <summary>Adds nodes and constants to a graph, under names that start with a prefix. Methods return the name of the tensor added.</summary>
internal sealed class GraphBuilder(GraphProto graph, string prefix)
{
    /// <summary>Adds a node of the standard operator set.</summary>
    public string Add(string opType, string name, IEnumerable<string> inputs, params (string, long)[] attributes)
    {
        graph.Node.Add(NodeProto.Create(opType, prefix + name, inputs, attributes));
        return prefix + name;
    }

    /// <summary>Adds a node that converts to another element type.</summary>
    public string Cast(string name, string tensor, DataType type) => Add("Cast", name, [tensor], ("to", (long)type));

    /// <summary>Adds a list of whole numbers.</summary>
    public string Constant(string name, params long[] values) => Constant(TensorProto.Int64(name, values));

    /// <summary>Adds a constant, whose name gets the prefix.</summary>
    public string Constant(TensorProto tensor)
    {
        tensor.Name = prefix + tensor.Name;
        graph.Initializer.Add(tensor);
        return tensor.Name;
    }
}
