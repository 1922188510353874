using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Onnx.Protobuf;
using static Microsoft.ML.Sav.Onnx.Protobuf.TensorProto.Types;

namespace Microsoft.ML.Sav.Onnx.Rewriting;

/// <summary>
/// Makes <see cref="HeadGraphFormat.HeadVectors"/> the graph's only output: the vectors of taps at the last token, then those averaged over
/// tokens, in float32.
/// </summary>
internal sealed class HeadOutput(GraphProto graph)
{
    private readonly GraphBuilder _builder = new(graph, "head_vectors/");

    /// <summary>Adds the output.</summary>
    /// <param name="taps">The taps that hold the heads of <paramref name="layout"/>, in the order of the layers.</param>
    /// <param name="layout">The heads to return.</param>
    /// <param name="lastTokenAttention">Whether the attention of the deepest layer may be computed for the last token only.</param>
    /// <returns>Whether it is.</returns>
    public bool Add(IReadOnlyList<LayerTap> taps, FeatureLayout layout, bool lastTokenAttention)
    {
        var atLastToken = SelectTaps(taps, layout, FeatureKind.LastToken);
        var averaged = SelectTaps(taps, layout, FeatureKind.TokenMean);
        var deepest = lastTokenAttention && !averaged.Contains(taps[^1]) ? new LastTokenAttention(graph).Add(taps[^1]) : null;
        graph.Input.Add(ValueInfoProto.Create(HeadGraphFormat.LastToken, DataType.Int64, "batch"));
        graph.Output.Clear();
        graph.Output.Add(ValueInfoProto.Create(HeadGraphFormat.HeadVectors, DataType.Float, "batch", layout.VectorLength));

        var index = _builder.Add("Reshape", "index", [HeadGraphFormat.LastToken, _builder.Constant("index_shape", -1, 1)]); // [batch, 1]
        var batch = _builder.Add("Shape", "batch", [HeadGraphFormat.LastToken]);
        var shapes = taps.Select(tap => tap.Width).Distinct().ToDictionary(
            width => width,
            width => _builder.Add("Concat", $"shape{width}", [batch, _builder.Constant($"width{width}", -1, width)], ("axis", 0)));
        var vectors = atLastToken
            .Select(tap => (tap == taps[^1] ? deepest : null) ?? AddLastToken(tap, shapes[tap.Width], index))
            .Index()
            .Select(rows => _builder.Cast($"{atLastToken[rows.Index].Layer}/float", rows.Item, DataType.Float))
            .ToList();
        if (averaged.Count > 0)
        {
            var means = new TokenMeans(graph, _builder);
            vectors.AddRange(averaged.Select(tap => means.Add($"{tap.Layer}/mean", AddTokens(tap, shapes[tap.Width], $"{tap.Layer}/mean"), tap.Width)));
        }

        var all = _builder.Add("Concat", "all", vectors, ("axis", 1));
        var elements = ElementPositions(atLastToken, averaged, layout);
        var isWhole = elements.SequenceEqual(Enumerable.Range(0, atLastToken.Concat(averaged).Sum(tap => tap.Width)).Select(element => (long)element));
        graph.Node.Add(isWhole
            ? NodeProto.Create("Identity", HeadGraphFormat.HeadVectors, [all])
            : NodeProto.Create("Gather", HeadGraphFormat.HeadVectors, [all, _builder.Constant("elements", elements)], ("axis", 1)));
        return deepest is not null;
    }

    private static List<LayerTap> SelectTaps(IReadOnlyList<LayerTap> taps, FeatureLayout layout, FeatureKind kind)
    {
        var layers = layout.Where(head => head.Kind == kind).Select(head => head.Layer).ToHashSet();
        return [.. taps.Where(tap => layers.Contains(tap.Layer))];
    }

    private string AddLastToken(LayerTap tap, string shape, string index) =>
        _builder.Add("GatherND", $"{tap.Layer}/last", [AddTokens(tap, shape, $"{tap.Layer}"), index], ("batch_dims", 1)); // [batch, width]

    // some exporters flatten tokens to [batch * tokens, width] before a projection, so the shape is always restored first
    private string AddTokens(LayerTap tap, string shape, string name) =>
        _builder.Add("Reshape", $"{name}/tokens", [tap.Tensor, shape]); // [batch, tokens, width]

    /// <summary>Positions of the layout's floats within the concatenated vectors of all taps.</summary>
    private static long[] ElementPositions(List<LayerTap> atLastToken, List<LayerTap> averaged, FeatureLayout layout)
    {
        var starts = new Dictionary<(FeatureKind, int Layer), int>();
        var start = 0;
        foreach (var (kind, tap) in atLastToken.Select(tap => (FeatureKind.LastToken, tap)).Concat(averaged.Select(tap => (FeatureKind.TokenMean, tap))))
        {
            starts.Add((kind, tap.Layer), start);
            start += tap.Width;
        }
        return [.. from head in layout from element in Enumerable.Range(0, head.Size) select (long)starts[(head.Kind, head.Layer)] + head.Index * head.Size + element];
    }
}
