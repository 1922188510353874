using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Rewriting;

/// <summary>
/// Puts each node after the nodes that it reads from. ONNX prescribes it, but converters (float16's, for one) append nodes at the end.
/// </summary>
internal static class TopologicalOrder
{
    public static void Restore(GraphProto graph)
    {
        var producers = new Dictionary<string, NodeProto>();
        foreach (var node in graph.Node)
        {
            foreach (var output in node.Output.Where(name => name.Length > 0))
                producers.TryAdd(output, node);
        }

        var ordered = new List<NodeProto>(graph.Node.Count);
        var entered = new HashSet<NodeProto>(ReferenceEqualityComparer.Instance);
        var stack = new Stack<(NodeProto Node, bool SourcesDone)>(graph.Node.Reverse().Select(node => (node, false)));
        while (stack.TryPop(out var top))
        {
            if (top.SourcesDone)
            {
                ordered.Add(top.Node);
            }
            else if (entered.Add(top.Node))
            {
                stack.Push((top.Node, true));
                foreach (var source in top.Node.Reads().Select(producers.GetValueOrDefault).OfType<NodeProto>().Where(source => !entered.Contains(source)))
                    stack.Push((source, false));
            }
        }
        graph.Node.Clear();
        graph.Node.AddRange(ordered);
    }
}
