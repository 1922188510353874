using Microsoft.ML.Sav.Onnx.Graphs;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Rewriting;

/// <summary>
/// Replaces an If that depends on an input (<c>use_cache_branch</c> of merged decoders) by its branch without a KV cache.
/// </summary>
internal static class BranchInliner
{
    /// <exception cref="OnnxModelException">A branch does not have the outputs of its If.</exception>
    public static void Inline(GraphProto graph)
    {
        var index = new GraphIndex(graph);
        var inputs = graph.Input.Select(input => input.Name).ToHashSet();
        var nodes = graph.Node.ToList();
        graph.Node.Clear();
        foreach (var node in nodes)
        {
            if (node.OpType == "If" && node.Subgraphs().Any() && index.Upstream(node.InputAt(0), DataMovement.Sources).Any(inputs.Contains))
                Splice(node, WithoutCache(node, inputs), graph);
            else
                graph.Node.Add(node);
        }
    }

    // the branch with a KV cache reads it, so the other branch reads fewer inputs
    private static GraphProto WithoutCache(NodeProto node, HashSet<string> inputs) =>
        node.Subgraphs().MinBy(branch => branch.Captures().Count(inputs.Contains))!;

    private static void Splice(NodeProto node, GraphProto branch, GraphProto graph)
    {
        if (branch.Output.Count != node.Output.Count)
            throw new OnnxModelException($"{node.Describe()} has {node.Output.Count} outputs, but its branch has {branch.Output.Count}.");
        graph.Initializer.AddRange(branch.Initializer);
        graph.ValueInfo.AddRange(branch.ValueInfo);
        graph.Node.AddRange(branch.Node);
        foreach (var (inner, outer) in branch.Output.Zip(node.Output))
            graph.Node.Add(NodeProto.Create("Identity", outer, [inner.Name]));
    }
}
