using Microsoft.ML.Sav.Onnx.Attention;
using Microsoft.ML.Sav.Onnx.Graphs;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Rewriting;

/// <summary>
/// Computes tensors for last tokens only, by nodes added next to those for all tokens. The tokens are selected as early as the operators
/// allow. Each row of the batch is computed for the last tokens of all rows, so that the rank of the tensors need not be known.
/// </summary>
/// <param name="index">The graph before nodes are added.</param>
/// <param name="builder">Adds the nodes.</param>
/// <param name="tap">The heads that queries are split into.</param>
/// <param name="batch">The tensor with the number of rows, [1].</param>
internal sealed class LastTokenRows(GraphIndex index, GraphBuilder builder, LayerTap tap, string batch)
{
    private const int MaxDepth = 200; // of recursion; beyond it, tokens are gathered
    private readonly Dictionary<(string Tensor, int Axis), string> _rows = [];
    private readonly HashSet<string> _gathered = []; // tensors that depend on no query of a last token
    private int _copies;
    private int _depth;

    /// <summary>Whether each element of a node's result depends only on the elements at the same position.</summary>
    public static bool IsElementwise(NodeProto node) => node.OpType
        is "Add" or "Sub" or "Mul" or "Div" or "Neg" or "Tanh" or "Where" or "IsNaN" or "Cast" or "Identity"
        or "Pow" or "Sqrt" or "Reciprocal" or "Abs" or "Exp" or "Sigmoid";

    /// <summary>Adds a tensor for last tokens only.</summary>
    /// <param name="tensor">The tensor for all tokens.</param>
    /// <param name="axis">Its token axis, counted from the end; tensors that are broadcast may lack it.</param>
    public string Add(string tensor, int axis)
    {
        if (_rows.TryGetValue((tensor, axis), out var rows))
            return rows;
        _depth++;
        rows = (_depth < MaxDepth ? Compute(tensor, axis) : null) ?? Gather(tensor, axis);
        _depth--;
        return _rows[(tensor, axis)] = rows;
    }

    private string? Compute(string tensor, int axis) => index.Producer(tensor) switch
    {
        _ when IsSameForAllTokens(tensor, axis) => tensor,
        null => null,
        var node when node.Output[0] != tensor => null,
        // DivMulFusion of ONNX Runtime 1.31 loses y in y * (1 / x) unless x depends on y too
        { OpType: "Div" } node when index.IsConstant(node.InputAt(0)) && _gathered.Contains(Add(node.InputAt(1), axis)) => null,
        var node when IsElementwise(node) => Copy(node, node.Input.Select(input => Add(input, axis))),
        var node when IsProjection(node) => axis == -2 ? Project(node) : null,
        { OpType: "MatMul" } node when axis == -2 => Copy(node, [Add(node.InputAt(0), axis), node.InputAt(1)]),
        { OpType: "Softmax" or "Concat" } node when IsOther(node.Int("axis"), axis) => Copy(node, node.Input.Select(input => Add(input, axis))),
        var node when IsNormalization(node, axis) => Copy(node, [Add(node.InputAt(0), axis), .. node.Input.Skip(1)]),
        { OpType: "Slice" } node when IsOther(index.ConstantInteger(node.InputAt(3)), axis) =>
            Copy(node, [Add(node.InputAt(0), axis), .. node.Input.Skip(1).Select(bound => AddSize(node.InputAt(0), axis, bound))]),
        { OpType: "Transpose" } node when FindTransposed(node, axis) is { } transposed => Copy(node, [Add(node.InputAt(0), transposed)]),
        { OpType: "Reshape" } node when axis == -3 && IsQuery(node.InputAt(0)) =>
            builder.Add("Reshape", node.Output[0], [Add(node.InputAt(0), axis: -2), builder.Constant($"{node.Output[0]}/shape", 0, 0, tap.HeadCount, tap.HeadSize)]),
        _ => null,
    };

    // the last axis if the token axis comes before it; 3 is the last one of tensors that are split into heads
    private static bool IsOther(long? axis, int tokenAxis) => axis is -1 or 3 && tokenAxis < -1;

    // the axis of the input that becomes this one
    private static int? FindTransposed(NodeProto node, int axis) =>
        node.Find("perm")?.Ints is { } order && order.Count >= -axis && order[order.Count + axis] is >= 0 and var source && source < order.Count ? (int)source - order.Count : null;

    // norms of queries, as one operator or as the mean that they divide by
    private bool IsNormalization(NodeProto node, int axis) => node.OpType switch
    {
        "LayerNormalization" or "SimplifiedLayerNormalization" or "RMSNormalization" or "LpNormalization" => IsOther(node.Int("axis") ?? -1, axis),
        "ReduceMean" or "ReduceSum" or "ReduceSumSquare" or "ReduceL2" or "ReduceMax" =>
            node.Int("keepdims") is not 0 && IsOther(node.Find("axes")?.Ints is [var only] ? only : index.ConstantInteger(node.InputAt(1)), axis),
        _ => false,
    };

    private bool IsSameForAllTokens(string tensor, int axis) =>
        index.IsConstant(tensor) && index.ConstantShape(tensor) is { } shape && (shape.Count < -axis || shape[^-axis] == 1);

    // all heads of the tap before they are split, with or without a bias
    private bool IsQuery(string tensor)
    {
        var node = index.Producer(tensor);
        if (node is { OpType: "Add", Input.Count: 2 })
            node = index.Producer(node.Input.FirstOrDefault(input => !index.IsConstant(input)) ?? "");
        return node is not null && IsProjection(node) && Projection.Read(node, index)?.OutputSize == tap.Width;
    }

    private bool IsProjection(NodeProto node) => node.OpType is "MatMul" or "MatMulNBits" or "MatMulBnb4" && index.IsConstant(node.InputAt(1));

    // a bound that is computed from the last dimension of the sliced tensor does not need all tokens
    private string AddSize(string tensor, int axis, string bound)
    {
        var chain = new Stack<NodeProto>();
        for (var name = bound; chain.Count < MaxDepth && index.Producer(name) is { } node; name = node.InputAt(0))
        {
            if (node.OpType == "Shape" && node.InputAt(0) == tensor)
                return chain.Aggregate(Copy(node, [Add(tensor, axis)]), (size, next) => Copy(next, [size, .. next.Input.Skip(1)]));
            if (node.OpType is not ("Unsqueeze" or "Cast" or "Div") && !(node.OpType == "Gather" && IsOther(index.ConstantInteger(node.InputAt(1)), axis)))
                break;
            chain.Push(node);
        }
        return bound;
    }

    // some exporters flatten tokens to [batch * tokens, width] before a projection
    private string? Project(NodeProto node)
    {
        if (Projection.Read(node, index)?.InputSize is not { } width)
            return null;
        var shape = builder.Add("Concat", $"{node.Output[0]}/shape", [batch, builder.Constant($"{node.Output[0]}/width", -1, width)], ("axis", 0));
        var tokens = builder.Add("Reshape", $"{node.Output[0]}/tokens", [node.InputAt(0), shape]); // [batch, tokens, width]
        var rows = builder.Add("Gather", $"{node.Output[0]}/rows", [tokens, HeadGraphFormat.LastToken], ("axis", 1));
        return Copy(node, [rows, .. node.Input.Skip(1)]);
    }

    // a tensor that is broadcast has one position for all tokens, or no token axis
    private string Gather(string tensor, int axis)
    {
        var name = $"{tensor}/{-axis}";
        var ranked = builder.Add("Expand", $"{name}/ranked", [tensor, builder.Constant($"{name}/ones", [.. Enumerable.Repeat(1L, -axis)])]);
        var length = builder.Add("Gather", $"{name}/length", [builder.Add("Shape", $"{name}/shape", [ranked]), builder.Constant($"{name}/axis", axis)], ("axis", 0));
        var last = builder.Add("Sub", $"{name}/last", [length, builder.Constant($"{name}/one", 1)]);
        var places = builder.Add("Min", $"{name}/places", [HeadGraphFormat.LastToken, last]);
        var rows = builder.Add("Gather", $"{name}/rows", [ranked, places], ("axis", axis));
        _gathered.Add(rows);
        return rows;
    }

    private string Copy(NodeProto node, IEnumerable<string> inputs)
    {
        string[] sources = [.. inputs]; // may add nodes, which must come first
        var copy = node.Clone();
        copy.Name = $"{node.Output[0]}/{_copies++}";
        copy.Output.Clear();
        copy.Output.Add(copy.Name);
        copy.Input.Clear();
        copy.Input.AddRange(sources);
        var result = builder.Add(copy);
        if (Array.TrueForAll(sources, source => _gathered.Contains(source) || index.IsConstant(source)))
            _gathered.Add(result);
        return result;
    }
}
