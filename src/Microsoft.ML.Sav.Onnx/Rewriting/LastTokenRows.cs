using Microsoft.ML.Sav.Onnx.Protobuf;
using Microsoft.ML.Sav.Onnx.Taps;

namespace Microsoft.ML.Sav.Onnx.Rewriting;

/// <summary>
/// Computes tensors for last tokens only, by nodes beside those for all tokens; the tokens are chosen as far back as the operators allow.
/// Each row of a batch is computed for the last tokens of all rows, which takes no knowledge of the tensors' rank.
/// </summary>
/// <param name="index">The graph as it was.</param>
/// <param name="builder">Adds the nodes.</param>
/// <param name="tap">The heads, into which queries are split.</param>
/// <param name="batch">The tensor with the number of rows, [1].</param>
internal sealed class LastTokenRows(GraphIndex index, GraphBuilder builder, HeadTap tap, string batch)
{
    private readonly Dictionary<(string Tensor, int Axis), string> _known = [];
    private int _copies;

    /// <summary>Whether each element of a node's result comes from the elements in the same place.</summary>
    public static bool IsElementwise(NodeProto node) => node.OpType
        is "Add" or "Sub" or "Mul" or "Div" or "Neg" or "Tanh" or "Where" or "IsNaN" or "Cast" or "Identity";

    /// <summary>A tensor for last tokens only.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="axis">Its axis of tokens, from the end; tensors that are broadcast may lack it.</param>
    public string Of(string tensor, int axis)
    {
        if (!_known.TryGetValue((tensor, axis), out var rows))
            _known.Add((tensor, axis), rows = Compute(tensor, axis) ?? Choose(tensor, axis));
        return rows;
    }

    private string? Compute(string tensor, int axis) => index.Producer(tensor) switch
    {
        _ when IsSameForAllTokens(tensor, axis) => tensor,
        null => null,
        var node when IsElementwise(node) => Copy(node, node.Input.Select(input => Of(input, axis))),
        var node when IsProjection(node) => axis == -2 ? Project(node) : null,
        { OpType: "MatMul" } node when axis == -2 => Copy(node, [Of(node.InputAt(0), axis), node.InputAt(1)]),
        { OpType: "Softmax" or "Concat" } node when IsOther(node.Int("axis"), axis) => Copy(node, node.Input.Select(input => Of(input, axis))),
        { OpType: "Slice" } node when IsOther(index.ConstantNumber(node.InputAt(3)), axis) =>
            Copy(node, [Of(node.InputAt(0), axis), .. node.Input.Skip(1).Select(bound => SizeOf(node.InputAt(0), axis, bound))]),
        { OpType: "Transpose" } node when node.Find("perm")?.Ints is { } order && order.Count >= -axis =>
            Copy(node, [Of(node.InputAt(0), (int)order[order.Count + axis] - order.Count)]),
        { OpType: "Reshape" } node when axis == -3 && IsQuery(node.InputAt(0)) =>
            builder.Add("Reshape", node.Output[0], [Of(node.InputAt(0), axis: -2), builder.Constant($"{node.Output[0]}/shape", 0, 0, tap.Heads, tap.HeadSize)]),
        _ => null,
    };

    // the last, while that of tokens is before it; 3 in tensors that are split into heads
    private static bool IsOther(long? axis, int tokenAxis) => axis is -1 or 3 && tokenAxis < -1;

    private bool IsSameForAllTokens(string tensor, int axis) =>
        index.IsConstant(tensor) && index.ConstantShape(tensor) is { } shape && (shape.Count < -axis || shape[^-axis] == 1);

    // all heads of the tap, before they are split
    private bool IsQuery(string tensor) => index.Producer(tensor) switch
    {
        { OpType: "Add" } bias when bias.Input.Any(index.IsConstant) => bias.Input.Any(IsQuery),
        { } node => IsProjection(node) && Projection.Of(node, index)?.OutputSize == tap.Width,
        _ => false,
    };

    private bool IsProjection(NodeProto node) => node.OpType is "MatMul" or "MatMulNBits" or "MatMulBnb4" && index.IsConstant(node.InputAt(1));

    // a number that comes from a tensor's last dimension need not wait for all tokens
    private string SizeOf(string tensor, int axis, string number) => index.Producer(number) switch
    {
        { OpType: "Unsqueeze" or "Cast" or "Div" } node => Copy(node, [SizeOf(tensor, axis, node.InputAt(0)), .. node.Input.Skip(1)]),
        { OpType: "Gather" } node when IsOther(index.ConstantNumber(node.InputAt(1)), axis) => Copy(node, [SizeOf(tensor, axis, node.InputAt(0)), node.InputAt(1)]),
        { OpType: "Shape" } node when node.InputAt(0) == tensor => Copy(node, [Of(tensor, axis)]),
        _ => number,
    };

    // some exporters flatten tokens to [batch * tokens, width] before a projection
    private string? Project(NodeProto node)
    {
        if (Projection.Of(node, index)?.InputSize is not { } width)
            return null;
        var shape = builder.Add("Concat", $"{node.Output[0]}/shape", [batch, builder.Constant($"{node.Output[0]}/width", -1, width)], ("axis", 0));
        var tokens = builder.Add("Reshape", $"{node.Output[0]}/tokens", [node.InputAt(0), shape]); // [batch, tokens, width]
        var rows = builder.Add("Gather", $"{node.Output[0]}/rows", [tokens, HeadGraphFormat.LastToken], ("axis", 1));
        return Copy(node, [rows, .. node.Input.Skip(1)]);
    }

    // a tensor that is broadcast has one token's values for all, or none
    private string Choose(string tensor, int axis)
    {
        var name = $"{tensor}/{-axis}";
        var ranked = builder.Add("Expand", $"{name}/ranked", [tensor, builder.Constant($"{name}/ones", [.. Enumerable.Repeat(1L, -axis)])]);
        var length = builder.Add("Gather", $"{name}/length", [builder.Add("Shape", $"{name}/shape", [ranked]), builder.Constant($"{name}/axis", axis)], ("axis", 0));
        var last = builder.Add("Sub", $"{name}/last", [length, builder.Constant($"{name}/one", 1)]);
        var places = builder.Add("Min", $"{name}/places", [HeadGraphFormat.LastToken, last]);
        return builder.Add("Gather", $"{name}/rows", [ranked, places], ("axis", axis));
    }

    private string Copy(NodeProto node, IEnumerable<string> inputs)
    {
        var copy = node.Clone();
        copy.Output[0] = copy.Name = $"{node.Output[0]}/{_copies++}";
        copy.Input.Clear();
        copy.Input.AddRange(inputs);
        return builder.Add(copy);
    }
}
