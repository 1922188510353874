namespace Microsoft.ML.Sav.Onnx.Protobuf;

internal sealed partial class GraphProto
{
    /// <summary>Names of the tensors that this subgraph reads from the graphs around it.</summary>
    public IEnumerable<string> Captures()
    {
        var own = Input.Select(input => input.Name)
            .Concat(Initializer.Select(tensor => tensor.Name))
            .Concat(Node.SelectMany(node => node.Output))
            .ToHashSet();
        return Node.SelectMany(node => node.Reads())
            .Concat(Output.Select(output => output.Name))
            .Where(name => !own.Contains(name))
            .Distinct();
    }

    /// <summary>The constants of this graph and of the graphs within its nodes.</summary>
    public IEnumerable<TensorProto> AllInitializers() =>
        Initializer.Concat(Node.SelectMany(node => node.Subgraphs()).SelectMany(subgraph => subgraph.AllInitializers()));
}
