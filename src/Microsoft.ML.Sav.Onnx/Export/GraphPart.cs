using Google.Protobuf.Collections;
using Microsoft.ML.Sav.Onnx.Protobuf;
using Microsoft.ML.Sav.Onnx.Rewriting;

namespace Microsoft.ML.Sav.Onnx.Export;

/// <summary>One graph that becomes part of a larger one, where all its names start with the part's.</summary>
internal sealed class GraphPart
{
    private readonly string _name;
    private readonly OnnxFile _file;

    /// <param name="name">Name of the part.</param>
    /// <param name="model">The model, which is changed.</param>
    /// <param name="file">The file that the model came from, beside which its external data lie.</param>
    /// <exception cref="NotSupportedException">The model has functions that cannot be inlined.</exception>
    public GraphPart(string name, ModelProto model, OnnxFile file)
    {
        FunctionInliner.Inline(model);
        if (model.Functions.Count > 0)
            throw new NotSupportedException($"The {name} has functions of another operator set version than its own, which cannot be exported.");
        TopologicalOrder.Restore(model.Graph);
        var folder = Path.GetDirectoryName(file.Path)!;
        foreach (var tensor in model.Graph.AllInitializers().Where(tensor => tensor.IsExternal))
            ExternalData.Of(tensor).In(folder).Describe(tensor);
        _name = name;
        _file = file;
        Model = model;
        Output = PrefixOf(file.OutputName ?? model.Graph.Output[0].Name);
        // before version 4 of the format, initializers are listed as inputs too
        var initializers = model.Graph.Initializer.Select(tensor => tensor.Name).ToHashSet();
        Inputs = [.. model.Graph.Input.Where(input => !initializers.Contains(input.Name))];
    }

    /// <summary>Reads the part from a file.</summary>
    public static GraphPart Read(string name, OnnxFile file) => new(name, ModelFile.Read(file.Path), file);

    public ModelProto Model { get; }

    /// <summary>The inputs, without constants.</summary>
    public IReadOnlyList<ValueInfoProto> Inputs { get; }

    /// <summary>Name that the part's output has in the larger graph: the one that the configuration names, else the first.</summary>
    public string Output { get; }

    /// <summary>The usual name of an input, where a configuration says that it has another here.</summary>
    public string UsualNameOf(ValueInfoProto input) => _file.InputNames.FirstOrDefault(name => name.Value == input.Name).Key ?? input.Name;

    /// <summary>Moves nodes and constants into a larger graph.</summary>
    /// <param name="graph">The larger graph.</param>
    /// <param name="sources">For each input, the tensor of the larger graph that it is given.</param>
    public void MoveTo(GraphProto graph, IReadOnlyDictionary<string, string> sources)
    {
        Rename(Model.Graph, name => sources.GetValueOrDefault(name) ?? PrefixOf(name));
        graph.Node.AddRange(Model.Graph.Node);
        graph.Initializer.AddRange(Model.Graph.Initializer);
        graph.ValueInfo.AddRange(Model.Graph.ValueInfo);
    }

    private string PrefixOf(string name) => name.Length == 0 ? name : $"{_name}/{name}";

    private void Rename(GraphProto graph, Func<string, string> rename)
    {
        foreach (var info in graph.Input.Concat(graph.Output).Concat(graph.ValueInfo))
        {
            info.Name = rename(info.Name);
            foreach (var dimension in info.Type?.TensorType?.Shape?.Dim.Where(dimension => dimension.HasDimParam) ?? [])
                dimension.DimParam = PrefixOf(dimension.DimParam);
        }
        foreach (var tensor in graph.Initializer)
            tensor.Name = rename(tensor.Name);
        foreach (var node in graph.Node)
        {
            node.Name = PrefixOf(node.Name);
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
