using Microsoft.ML.Sav.Onnx.Attention;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Rewriting;

/// <summary>
/// Replaces an If that asks an input whether there is a past (<c>use_cache_branch</c> of merged decoders) by the branch without one.
/// </summary>
internal static class BranchInliner
{
    public static void Inline(GraphProto graph)
    {
        var index = new GraphIndex(graph);
        var inputs = graph.Input.Select(input => input.Name).ToHashSet();
        var nodes = graph.Node.ToList();
        graph.Node.Clear();
        foreach (var node in nodes)
        {
            if (node.OpType == "If" && node.Subgraphs().Any() && index.Upstream(node.InputAt(0), DataMovement.Sources).Any(inputs.Contains))
                Splice(node, WithoutPast(node, inputs), graph);
            else
                graph.Node.Add(node);
        }
    }

    // The branch with a past reads its keys and values, so the other one reads fewer inputs.
    private static GraphProto WithoutPast(NodeProto node, HashSet<string> inputs) =>
        node.Subgraphs().MinBy(branch => branch.Captures().Count(inputs.Contains))!;

    private static void Splice(NodeProto node, GraphProto branch, GraphProto graph)
    {
        graph.Initializer.AddRange(branch.Initializer);
        graph.ValueInfo.AddRange(branch.ValueInfo);
        graph.Node.AddRange(branch.Node);
        foreach (var (inner, outer) in branch.Output.Zip(node.Output))
            graph.Node.Add(NodeProto.Create("Identity", outer, [inner.Name]));
    }
}
