using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Rewriting;

/// <summary>Moves each node after the nodes that it reads from. ONNX requires this order, but some converters append nodes at the end.</summary>
internal static class TopologicalOrder
{
    /// <exception cref="OnnxModelException">Nodes read from each other in a cycle, or two nodes define the same tensor.</exception>
    public static void Restore(GraphProto graph)
    {
        var producers = new Dictionary<string, NodeProto>();
        foreach (var node in graph.Node)
        {
            if (node.Output.FirstOrDefault(name => name.Length > 0 && !producers.TryAdd(name, node)) is { } twice)
                throw new OnnxModelException($"The graph defines the tensor '{twice}' twice, by {producers[twice].Describe()} and by {node.Describe()}.");
        }

        var ordered = new List<NodeProto>(graph.Node.Count);
        var state = new Dictionary<NodeProto, bool>(ReferenceEqualityComparer.Instance); // whether its sources are done
        var stack = new Stack<(NodeProto Node, bool SourcesDone)>(graph.Node.Reverse().Select(node => (node, false)));
        while (stack.TryPop(out var top))
        {
            if (top.SourcesDone)
            {
                state[top.Node] = true;
                ordered.Add(top.Node);
            }
            else if (state.TryAdd(top.Node, false))
            {
                stack.Push((top.Node, true));
                foreach (var source in top.Node.Reads().Select(producers.GetValueOrDefault).OfType<NodeProto>())
                {
                    if (!state.TryGetValue(source, out var done))
                        stack.Push((source, false));
                    else if (!done)
                        throw new OnnxModelException($"The graph has a cycle: {top.Node.Describe()} and {source.Describe()} read from each other.");
                }
            }
        }
        graph.Node.Clear();
        graph.Node.AddRange(ordered);
    }
}
