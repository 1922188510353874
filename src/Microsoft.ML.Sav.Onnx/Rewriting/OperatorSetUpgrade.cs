using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Rewriting;

/// <summary>
/// Raises a graph to a newer version of the standard operator set. Nearly all operators only gained types and options since
/// <see cref="OldestVersion"/>; the others are rewritten or refused (https://onnx.ai/onnx/operators, "Changelog").
/// </summary>
internal static class OperatorSetUpgrade
{
    /// <summary>The first version in which Softmax, Squeeze, ReduceSum and others have the form that they still have.</summary>
    public const long OldestVersion = 13;

    /// <summary>The last version whose changes are known here.</summary>
    public const long NewestVersion = 24;

    private const string Axes = "axes";

    // operators whose older form a newer version reads differently; without rewriting where that is not worth its code
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

    /// <param name="graph">The graph, which is changed.</param>
    /// <param name="from">Its version.</param>
    /// <param name="to">The version wanted, not lower.</param>
    /// <exception cref="NotSupportedException">The graph has operators that cannot be raised.</exception>
    public static void Apply(GraphProto graph, long from, long to)
    {
        if (from == to)
            return;
        if (from < OldestVersion || to > NewestVersion)
            throw new NotSupportedException($"Graphs of operator sets {from} and {to} cannot be joined; only those of {OldestVersion} to {NewestVersion} can.");
        foreach (var node in graph.Node)
        {
            foreach (var subgraph in node.Subgraphs())
                Apply(subgraph, from, to);
            if (node.Domain.Length > 0 || !Changes.TryGetValue(node.OpType, out var change) || from >= change.Since || to < change.Since)
                continue;
            if (change.Rewrite is null)
                throw new NotSupportedException($"{node.Describe()} cannot be raised from operator set {from} to {to}; export the LMM's graphs with one operator set.");
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
