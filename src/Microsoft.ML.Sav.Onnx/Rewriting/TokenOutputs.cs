using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Onnx.Attention;
using Microsoft.ML.Sav.Onnx.Graphs;
using Microsoft.ML.Sav.Onnx.Protobuf;
using static Microsoft.ML.Sav.Onnx.Protobuf.TensorProto.Types;

namespace Microsoft.ML.Sav.Onnx.Rewriting;

/// <summary>
/// Makes a decoder of one row return what its head vectors are sums of: at the last token, attention probabilities and values; for means over
/// tokens, the vectors of all tokens.
/// </summary>
/// <remarks>
/// Attention operators do not return their probabilities. A copy of the attention gets other values: token <see cref="HeadGraphFormat.ProbedToken"/>
/// + e has the e-th unit vector. Element e of a head's result then is that token's probability.
/// </remarks>
internal sealed class TokenOutputs(GraphProto graph, string path)
{
    private readonly GraphBuilder _builder = new(graph, "tokens/");
    private readonly GraphIndex _index = new(graph);

    /// <summary>Adds the outputs after those that the graph has.</summary>
    /// <param name="taps">The taps that hold the heads.</param>
    /// <param name="heads">The heads.</param>
    /// <exception cref="OnnxModelException">The attention of a layer is of a form from which probabilities cannot be read.</exception>
    public IReadOnlyList<LayerTokens> Add(IReadOnlyList<LayerTap> taps, FeatureLayout heads)
    {
        graph.Input.Add(ValueInfoProto.Create(HeadGraphFormat.ProbedToken, DataType.Int64, 1));
        var sites = new AttentionFinder(_index).Find().ToDictionary(site => site.Output);
        return [.. taps.Select(tap => Add(tap, sites, heads.Where(head => head.Layer == tap.Layer).Select(head => head.Kind).ToHashSet()))];
    }

    private LayerTokens Add(LayerTap tap, IReadOnlyDictionary<string, AttentionSite> sites, HashSet<FeatureKind> kinds)
    {
        var layer = new LayerTokens(tap);
        if (kinds.Contains(FeatureKind.TokenMean))
            layer = layer with { Tokens = AddOutput($"{tap.Layer}/vectors", AddTokens(tap, tap.Tensor, $"{tap.Layer}/all")) };
        if (!kinds.Contains(FeatureKind.LastToken))
            return layer;
        var (node, position, values) = FindValues(tap, sites);
        var probed = AddProbe(tap, values, $"{tap.Layer}/probe");
        if (IsPacked(node))
            probed = _builder.Add("Concat", $"{tap.Layer}/packed", [AddSlice(node, $"{tap.Layer}/queries_keys", isValues: false), probed], ("axis", -1));
        var rows = AddTokens(tap, CopyPath(tap, node, position, probed), $"{tap.Layer}/probed");
        var last = _builder.Add("Gather", $"{tap.Layer}/last", [rows, _builder.Constant($"{tap.Layer}/last_index", -1)], ("axis", 0));
        return layer with
        {
            Attention = AddOutput($"{tap.Layer}/attention", last),
            Values = AddOutput($"{tap.Layer}/values", values),
            TokensComeFirst = ProductOperands.Read(node) is null,
        };
    }

    private string AddOutput(string name, string tensor)
    {
        var output = _builder.Cast(name, tensor, DataType.Float);
        graph.Output.Add(new ValueInfoProto { Name = output });
        return output;
    }

    // [tokens, width]
    private string AddTokens(LayerTap tap, string tensor, string name) =>
        _builder.Add("Reshape", name, [tensor, _builder.Constant($"{name}_shape", -1, tap.Width)]);

    private (NodeProto Node, int Position, string Values) FindValues(LayerTap tap, IReadOnlyDictionary<string, AttentionSite> sites)
    {
        NodeProto[] found =
        [
            .. _index.Upstream(tap.Tensor, node => sites.ContainsKey(node.Output[0]) || IsLayerInput(node) ? [] : node.Input)
                .Where(sites.ContainsKey).Select(output => sites[output].Node),
        ];
        if (found is not [var node])
            throw CreateException(tap, $"it has {found.Length} attention nodes, expected one");
        if (IsPacked(node))
            return (node, 0, AddSlice(node, $"{tap.Layer}/unpacked", isValues: true));
        var position = (node.Domain, node.OpType) switch
        {
            ("" or "ai.onnx", "Attention") or (_, "GroupQueryAttention" or "MultiHeadAttention") => 2,
            (_, "MatMul" or "FusedMatMul") when !sites[node.Output[0]].Values.Contains(node.InputAt(0)) => 1,
            _ => throw CreateException(tap, $"its attention is computed by {node.Describe()}"),
        };
        return node.InputAt(position) is { Length: > 0 } values
            ? (node, position, values)
            : throw CreateException(tap, $"{node.Describe()} has no input with values");
    }

    // what a layer projects is of the layers before it; 8-bit projections also read its scale
    private bool IsLayerInput(NodeProto node) => node.OpType == "DynamicQuantizeLinear" || Projection.Read(node, _index) is not null;

    // queries, keys and values in one tensor
    private static bool IsPacked(NodeProto node) => node.OpType == "GroupQueryAttention" && node.InputAt(2).Length == 0;

    private string AddSlice(NodeProto node, string name, bool isValues)
    {
        // [batch, tokens, (heads + 2 * kvHeads) * size]
        var (heads, keyHeads) = (node.Int("num_heads") ?? 1, node.Int("kv_num_heads") ?? 1);
        var packed = _builder.Dimension($"{name}/packed", node.InputAt(0), 2);
        var size = _builder.Add("Div", $"{name}/size", [packed, _builder.Constant($"{name}/parts", heads + 2 * keyHeads)]);
        var boundary = _builder.Add("Mul", $"{name}/boundary", [size, _builder.Constant($"{name}/before", heads + keyHeads)]);
        var (start, end) = isValues ? (boundary, packed) : (_builder.Constant($"{name}/zero", 0), boundary);
        return _builder.Add("Slice", name, [node.InputAt(0), start, end, _builder.Constant($"{name}/axis", 2)]);
    }

    /// <summary>Adds values of the shape and type of others, in which each token of a window has its own unit vector.</summary>
    private string AddProbe(LayerTap tap, string values, string name)
    {
        // [..., tokens, size], or all heads of a token in a row: [batch, tokens, heads * size]
        var tokens = _builder.Range($"{name}/tokens", _builder.Dimension($"{name}/token_count", values, -2));
        var elements = _builder.Range($"{name}/elements", _builder.Dimension($"{name}/width", values, -1));
        var offsets = _builder.Add("Sub", $"{name}/offsets", [tokens, HeadGraphFormat.ProbedToken]);
        var column = _builder.Add("Reshape", $"{name}/column", [offsets, _builder.Constant($"{name}/column_shape", -1, 1)]);
        var inHead = _builder.Add("Mod", $"{name}/in_head", [elements, _builder.Constant($"{name}/size", tap.HeadSize)]);
        var mask = _builder.Add("Equal", $"{name}/mask", [column, inHead]);
        var zeros = _builder.Add("Sub", $"{name}/zeros", [values, values]);
        return _builder.Add("Where", name, [mask, _builder.Add("Exp", $"{name}/ones", [zeros]), zeros]);
    }

    /// <summary>Copies the attention, with other values, and what makes the tap's tensor from it.</summary>
    private string CopyPath(LayerTap tap, NodeProto site, int position, string values)
    {
        var needed = _index.Upstream(tap.Tensor, node => node == site ? [] : node.Input).ToHashSet();
        var copies = new Dictionary<string, string>();
        foreach (var node in graph.Node.SkipWhile(node => node != site).Where(node => node.Output.Any(needed.Contains)).ToList())
        {
            if (node != site && !node.Input.Any(copies.ContainsKey))
                continue;
            var copy = node.Clone();
            for (var input = 0; input < copy.Input.Count; input++)
                copy.Input[input] = node == site && input == position ? values : copies.GetValueOrDefault(copy.Input[input], copy.Input[input]);
            for (var output = 0; output < copy.Output.Count; output++)
            {
                if (copy.Output[output].Length > 0)
                    copy.Output[output] = copies[node.Output[output]] = $"tokens/{tap.Layer}/copy/{node.Output[output]}";
            }
            copy.Name = $"tokens/{tap.Layer}/copy/{node.Output[0]}";
            graph.Node.Add(copy);
        }
        return copies.GetValueOrDefault(tap.Tensor) ?? throw CreateException(tap, "its head vectors do not come from its attention");
    }

    private OnnxModelException CreateException(LayerTap tap, string reason) => new(
        $"The attention of layer {tap.Layer} in '{path}' cannot be attributed to tokens: {reason}. "
        + "GroupQueryAttention, MultiHeadAttention, Attention of ONNX, and MatMul after Softmax are supported.");
}
