using Google.Protobuf.Collections;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Rewriting;

/// <summary>Instantiates the body of a function with the names and attributes of one call.</summary>
internal sealed class FunctionCall
{
    private readonly FunctionProto _function;
    private readonly NodeProto _call;
    private readonly string _prefix;
    private readonly Dictionary<string, string> _names = [];

    /// <param name="function">The function.</param>
    /// <param name="call">The node that calls it.</param>
    /// <param name="prefix">Prefix for the names of tensors inside the body, so that they are unique in the caller's graph.</param>
    public FunctionCall(FunctionProto function, NodeProto call, string prefix)
    {
        _function = function;
        _call = call;
        _prefix = prefix;
        foreach (var (i, name) in function.Input.Index())
            _names[name] = call.InputAt(i);
        foreach (var (formal, actual) in function.Output.Zip(call.Output).Where(pair => pair.Second.Length > 0))
            _names[formal] = actual;
    }

    public RepeatedField<NodeProto> CreateBody() => new() { _function.Node.Select(node => Instantiate(node.Clone())) };

    private NodeProto Instantiate(NodeProto node)
    {
        node.Name = _prefix + node.Name;
        Rename(node.Input);
        Rename(node.Output);
        foreach (var attribute in node.Attribute.Where(attribute => attribute.RefAttrName.Length > 0).ToList())
        {
            node.Attribute.Remove(attribute);
            if (Argument(attribute.RefAttrName)?.Clone() is { } argument)
            {
                argument.Name = attribute.Name;
                node.Attribute.Add(argument);
            }
        }
        foreach (var subgraph in node.Subgraphs())
            Instantiate(subgraph);
        return node;
    }

    private void Instantiate(GraphProto subgraph)
    {
        foreach (var info in subgraph.Input.Concat(subgraph.Output).Concat(subgraph.ValueInfo))
            info.Name = Rename(info.Name);
        foreach (var tensor in subgraph.Initializer)
            tensor.Name = Rename(tensor.Name);
        foreach (var node in subgraph.Node)
            Instantiate(node);
    }

    private AttributeProto? Argument(string name) =>
        _call.Find(name) ?? _function.AttributeProto.FirstOrDefault(attribute => attribute.Name == name);

    private void Rename(RepeatedField<string> names)
    {
        for (var i = 0; i < names.Count; i++)
            names[i] = Rename(names[i]);
    }

    private string Rename(string name) => name.Length == 0 ? name : _names.GetValueOrDefault(name, _prefix + name);
}
