using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Rewriting;

/// <summary>
/// Upgrades a graph to a newer version of the standard operator set. Since <see cref="OldestVersion"/>, nearly all operators have only
/// gained types and options; the others are rewritten or rejected (https://onnx.ai/onnx/operators, "Changelog").
/// </summary>
internal static class OperatorSetUpgrade
{
    /// <summary>The first version with the present form of Softmax, Squeeze, ReduceSum and others.</summary>
    public const long OldestVersion = 13;

    /// <summary>The last version whose changes are taken into account.</summary>
    public const long NewestVersion = 24;

    private const string Axes = "axes";

    // operators whose older form has another meaning in a newer version; null: rejected, not worth a rewrite
    private static readonly Dictionary<string, (long Since, Action<GraphProto, NodeProto>? Rewrite)> Changes = new()
    {
        ["BatchNormalization"] = (14, null),
        ["RoiAlign"] = (16, null),
        ["ReduceL1"] = (18, MoveAxesToInput),
        ["ReduceL2"] = (18, MoveAxesToInput),
        ["ReduceLogSum"] = (18, MoveAxesToInput),
        ["ReduceLogSumExp"] = (18, MoveAxesToInput),
        ["ReduceMax"] = (18, MoveAxesToInput),
        ["ReduceMean"] = (18, MoveAxesToInput),
        ["ReduceMin"] = (18, MoveAxesToInput),
        ["ReduceProd"] = (18, MoveAxesToInput),
        ["ReduceSumSquare"] = (18, MoveAxesToInput),
        ["Split"] = (18, CountOutputs),
        ["DFT"] = (20, null),
        ["GridSample"] = (20, null),
        ["GroupNormalization"] = (21, null),
    };

    /// <summary>Upgrades a graph in place.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="from">Its version.</param>
    /// <param name="to">The target version, not lower than <paramref name="from"/>.</param>
    /// <exception cref="OnnxModelException">The graph has operators that cannot be upgraded.</exception>
    public static void Apply(GraphProto graph, long from, long to)
    {
        if (from == to)
            return;
        if (from < OldestVersion || to > NewestVersion)
            throw new OnnxModelException($"Graphs of the ONNX operator sets {from} and {to} cannot be joined; supported are {OldestVersion} to {NewestVersion}.");
        foreach (var node in graph.Node)
        {
            foreach (var subgraph in node.Subgraphs())
                Apply(subgraph, from, to);
            if (node.Domain.Length > 0 || !Changes.TryGetValue(node.OpType, out var change) || from >= change.Since || to < change.Since)
                continue;
            if (change.Rewrite is null)
                throw new OnnxModelException($"{node.Describe()} cannot be upgraded from operator set {from} to {to}. Export all graphs of the LMM with the same operator set.");
            change.Rewrite(graph, node);
        }
    }

    private static void MoveAxesToInput(GraphProto graph, NodeProto node)
    {
        if (node.Find(Axes) is not { } axes)
            return;
        var name = $"{node.Output[0]}/{Axes}";
        graph.Initializer.Add(TensorProto.Int64(name, [.. axes.Ints]));
        node.Input.Add(name);
        node.Attribute.Remove(axes);
    }

    private static void CountOutputs(GraphProto graph, NodeProto node)
    {
        if (node.InputAt(1).Length == 0)
            node.Attribute.Add(AttributeProto.Int("num_outputs", node.Output.Count));
    }
}
