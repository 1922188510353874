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

    /// <summary>Initializers of this graph and of the subgraphs of its nodes.</summary>
    public IEnumerable<TensorProto> AllInitializers() =>
        Initializer.Concat(Node.SelectMany(node => node.Subgraphs()).SelectMany(subgraph => subgraph.AllInitializers()));

    /// <summary>Paths of the files with the initializers' external data.</summary>
    /// <param name="folder">Folder of the model.</param>
    public IEnumerable<string> ExternalDataFiles(string folder) => AllInitializers()
        .Where(tensor => tensor.IsExternal)
        .Select(tensor => Path.Combine(folder, Protobuf.ExternalData.Read(tensor).Location))
        .Distinct();
}
