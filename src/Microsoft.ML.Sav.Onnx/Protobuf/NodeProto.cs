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

    /// <summary>The attribute of that name, or null.</summary>
    public AttributeProto? Find(string attribute) => Attribute.FirstOrDefault(candidate => candidate.Name == attribute);

    /// <summary>Value of a whole-number attribute, or null when the node does not have it.</summary>
    public long? Int(string attribute) => Find(attribute) is { HasI: true, I: var value } ? value : null;

    /// <summary>Input at a position, or the empty name when it is left out.</summary>
    public string InputAt(int position) => position < Input.Count ? Input[position] : "";

    /// <summary>Graphs within the node: the branches of an If, the body of a Loop.</summary>
    public IEnumerable<GraphProto> Subgraphs() => Attribute.SelectMany(attribute => attribute.G is null ? attribute.Graphs : attribute.Graphs.Append(attribute.G));

    /// <summary>Names of all tensors that the node needs: its inputs, and what its subgraphs take from outside.</summary>
    public IEnumerable<string> Reads() =>
        Input.Where(name => name.Length > 0).Concat(Subgraphs().SelectMany(graph => graph.Captures()));

    /// <summary>How messages name the node; exporters may leave the name empty.</summary>
    public string Describe() => $"{OpType} '{(Name.Length > 0 ? Name : Output.FirstOrDefault())}'";
}
