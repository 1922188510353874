using Google.Protobuf.Collections;
using Microsoft.ML.Sav.Onnx.Protobuf;
using Microsoft.ML.Sav.Onnx.Rewriting;

namespace Microsoft.ML.Sav.Onnx.Export;

/// <summary>A graph that is moved into a larger one, with the part's name as a prefix of all names.</summary>
internal sealed class GraphPart
{
    private readonly string _name;
    private readonly OnnxFile _file;

    /// <summary>Prepares a model to be moved.</summary>
    /// <param name="name">Name of the part.</param>
    /// <param name="model">The model; changed in place.</param>
    /// <param name="file">The file of the model, in the folder of its external data.</param>
    /// <exception cref="OnnxModelException">The model has functions that cannot be inlined, is not a valid graph, or lacks weights.</exception>
    public GraphPart(string name, ModelProto model, OnnxFile file)
    {
        FunctionInliner.Inline(model);
        if (model.Functions.Count > 0)
            throw new OnnxModelException($"'{file.Path}' has functions for another operator set version than its own, which cannot be exported.");
        TopologicalOrder.Restore(model.Graph);
        var folder = Path.GetDirectoryName(file.Path)!;
        foreach (var tensor in model.Graph.AllInitializers().Where(tensor => tensor.IsExternal))
            ExternalData.Find(tensor, folder).ApplyTo(tensor);
        _name = name;
        _file = file;
        Model = model;
        var output = file.OutputName ?? model.Graph.Output.FirstOrDefault()?.Name ?? throw new OnnxModelException($"'{file.Path}' has no output.");
        Output = WithPrefix(output);
        // before version 4 of the format, initializers were listed as inputs too
        var initializers = model.Graph.Initializer.Select(tensor => tensor.Name).ToHashSet();
        Inputs = [.. model.Graph.Input.Where(input => !initializers.Contains(input.Name))];
    }

    /// <summary>Reads the part from a file.</summary>
    public static GraphPart Read(string name, OnnxFile file) => new(name, OnnxModelReader.Read(file.Path), file);

    public ModelProto Model { get; }

    /// <summary>The inputs other than initializers.</summary>
    public IReadOnlyList<ValueInfoProto> Inputs { get; }

    /// <summary>Name of the part's output in the larger graph: of the one that the configuration names, or of the first.</summary>
    public string Output { get; }

    /// <summary>The usual name of an input (<see cref="TensorNames"/>), if the configuration renames it.</summary>
    public string FindUsualName(ValueInfoProto input) => _file.InputNames.FirstOrDefault(name => name.Value == input.Name).Key ?? input.Name;

    /// <summary>Moves nodes and constants into a larger graph.</summary>
    /// <param name="graph">The larger graph.</param>
    /// <param name="sources">For each input, the tensor of the larger graph that replaces it.</param>
    public void MoveTo(GraphProto graph, IReadOnlyDictionary<string, string> sources)
    {
        Rename(Model.Graph, name => sources.GetValueOrDefault(name) ?? WithPrefix(name));
        graph.Node.AddRange(Model.Graph.Node);
        graph.Initializer.AddRange(Model.Graph.Initializer);
        graph.ValueInfo.AddRange(Model.Graph.ValueInfo);
    }

    /// <summary>Name of one of the part's tensors in the larger graph.</summary>
    public string WithPrefix(string name) => name.Length == 0 ? name : $"{_name}/{name}";

    private void Rename(GraphProto graph, Func<string, string> rename)
    {
        foreach (var info in graph.Input.Concat(graph.Output).Concat(graph.ValueInfo))
        {
            info.Name = rename(info.Name);
            foreach (var dimension in info.Type?.TensorType?.Shape?.Dim.Where(dimension => dimension.HasDimParam) ?? [])
                dimension.DimParam = WithPrefix(dimension.DimParam);
        }
        foreach (var tensor in graph.Initializer)
            tensor.Name = rename(tensor.Name);
        foreach (var node in graph.Node)
        {
            node.Name = WithPrefix(node.Name);
            Rename(node.Input, rename);
            Rename(node.Output, rename);
            foreach (var subgraph in node.Subgraphs())
                Rename(subgraph, rename);
        }
    }

    private static void Rename(RepeatedField<string> names, Func<string, string> rename)
    {
        for (var i = 0; i < names.Count; i++)
            names[i] = rename(names[i]);
    }
}
