using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Graphs;

/// <summary>
/// Checks a graph as ONNX Runtime does before it runs one: each tensor is defined once and before nodes and their subgraphs read it, names of
/// nodes are unique, and element types agree where they are known.
/// </summary>
internal sealed class GraphValidator
{
    private readonly HashSet<string> _defined;
    private readonly ElementTypes _types;

    private GraphValidator(IEnumerable<string> outerNames, ElementTypes types)
    {
        _defined = [.. outerNames];
        _types = types;
    }

    /// <summary>Returns the first problem of a graph, or null if there is none.</summary>
    public static string? FindProblem(GraphProto graph) => new GraphValidator([], new ElementTypes()).Check(graph);

    private string? Check(GraphProto graph)
    {
        // inputs with a default value are listed as initializers too
        var sources = graph.Input.Select(input => input.Name).Concat(graph.Initializer.Select(tensor => tensor.Name).Distinct());
        _defined.UnionWith(sources);
        if (graph.Initializer.CountBy(tensor => tensor.Name).FirstOrDefault(name => name.Value > 1) is { Key: { } twice })
            return $"the initializer '{twice}' is defined twice";
        if (graph.Node.CountBy(node => node.Name).FirstOrDefault(name => name.Key.Length > 0 && name.Value > 1) is { Key: { } shared })
            return $"two nodes are named '{shared}'";
        _types.Declare(graph);
        return graph.Node.Select(Check).FirstOrDefault(problem => problem is not null)
            ?? (graph.Output.FirstOrDefault(output => !_defined.Contains(output.Name)) is { } output ? $"the output '{output.Name}' is not computed" : null);
    }

    private string? Check(NodeProto node)
    {
        if (node.Input.FirstOrDefault(name => name.Length > 0 && !_defined.Contains(name)) is { } missing)
            return $"{node.Describe()} reads '{missing}', which is not defined before it";
        foreach (var subgraph in node.Subgraphs())
        {
            if (new GraphValidator(_defined, _types.Copy()).Check(subgraph) is { } problem)
                return $"{node.Describe()}: {problem}";
        }
        if (node.Output.FirstOrDefault(name => name.Length > 0 && !_defined.Add(name)) is { } twice)
            return $"{node.Describe()} defines '{twice}', which is defined already";
        return _types.Add(node);
    }
}
