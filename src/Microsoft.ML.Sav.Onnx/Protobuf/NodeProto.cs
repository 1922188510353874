namespace Microsoft.ML.Sav.Onnx.Protobuf;

internal sealed partial class NodeProto
{
    /// <summary>Creates a node of the standard operator set with one output, which also names the node.</summary>
    public static NodeProto Create(string opType, string output, IEnumerable<string> inputs, params (string Name, long Value)[] attributes)
    {
        var node = new NodeProto { OpType = opType, Name = output, Input = { inputs }, Output = { output } };
        node.Attribute.AddRange(attributes.Select(attribute => AttributeProto.Int(attribute.Name, attribute.Value)));
        return node;
    }

    /// <summary>The attribute with a name, or null.</summary>
    public AttributeProto? Find(string attribute) => Attribute.FirstOrDefault(candidate => candidate.Name == attribute);

    /// <summary>Value of an integer attribute, or null if the node lacks it.</summary>
    public long? Int(string attribute) => Find(attribute) is { HasI: true, I: var value } ? value : null;

    /// <summary>Name of the input at a position; empty if it is omitted.</summary>
    public string InputAt(int position) => position < Input.Count ? Input[position] : "";

    /// <summary>Subgraphs of the node: the branches of an If, the body of a Loop.</summary>
    public IEnumerable<GraphProto> Subgraphs() => Attribute.SelectMany(attribute => attribute.G is null ? attribute.Graphs : attribute.Graphs.Append(attribute.G));

    /// <summary>Names of all tensors that the node reads: its inputs and the captures of its subgraphs.</summary>
    public IEnumerable<string> Reads() =>
        Input.Where(name => name.Length > 0).Concat(Subgraphs().SelectMany(graph => graph.Captures()));

    /// <summary>Operator and name for messages; nodes without a name are identified by their first output.</summary>
    public string Describe() => $"{OpType} '{(Name.Length > 0 ? Name : Output.FirstOrDefault())}'";
}
