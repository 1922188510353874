using Google.Protobuf.Collections;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Rewriting;

/// <summary>Deletes what a graph's outputs do not need.</summary>
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
        Keep(graph.Node, node => node.Output.Any(needed.Contains));
        Keep(graph.Initializer, tensor => needed.Contains(tensor.Name));
        Keep(graph.Input, input => needed.Contains(input.Name));
        Keep(graph.ValueInfo, info => needed.Contains(info.Name));
    }

    private static void Keep<T>(RepeatedField<T> items, Func<T, bool> condition)
    {
        var kept = items.Where(condition).ToList();
        items.Clear();
        items.AddRange(kept);
    }
}
