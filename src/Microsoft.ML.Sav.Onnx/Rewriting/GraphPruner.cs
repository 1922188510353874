using Google.Protobuf.Collections;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Rewriting;

/// <summary>Removes the nodes, constants and inputs that a graph's outputs do not depend on. The graph must be in topological order.</summary>
internal static class GraphPruner
{
    public static void Prune(GraphProto graph)
    {
        var needed = graph.Output.Select(output => output.Name).ToHashSet();
        foreach (var node in graph.Node.Reverse())
        {
            if (node.Output.Any(needed.Contains))
                needed.UnionWith(node.Reads());
        }
        RemoveUnless(graph.Node, node => node.Output.Any(needed.Contains));
        RemoveUnless(graph.Initializer, tensor => needed.Contains(tensor.Name));
        RemoveUnless(graph.Input, input => needed.Contains(input.Name));
        RemoveUnless(graph.ValueInfo, info => needed.Contains(info.Name));
    }

    private static void RemoveUnless<T>(RepeatedField<T> items, Func<T, bool> condition)
    {
        var remaining = items.Where(condition).ToList();
        items.Clear();
        items.AddRange(remaining);
    }
}
