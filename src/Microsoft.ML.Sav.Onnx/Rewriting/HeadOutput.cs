using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Onnx.Protobuf;
using static Microsoft.ML.Sav.Onnx.Protobuf.TensorProto.Types;

namespace Microsoft.ML.Sav.Onnx.Rewriting;

/// <summary>Makes <see cref="HeadGraphFormat.HeadVectors"/> the graph's only output: the vectors of all taps at the last token, in float32.</summary>
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
        var deepest = lastTokenAttention ? new LastTokenAttention(graph).Add(taps[^1]) : null;
        graph.Input.Add(ValueInfoProto.Create(HeadGraphFormat.LastToken, DataType.Int64, "batch"));
        graph.Output.Clear();
        graph.Output.Add(ValueInfoProto.Create(HeadGraphFormat.HeadVectors, DataType.Float, "batch", layout.VectorLength));

        var index = _builder.Add("Reshape", "index", [HeadGraphFormat.LastToken, _builder.Constant("index_shape", -1, 1)]); // [batch, 1]
        var batch = _builder.Add("Shape", "batch", [HeadGraphFormat.LastToken]);
        var shapes = taps.Select(tap => tap.Width).Distinct().ToDictionary(
            width => width,
            width => _builder.Add("Concat", $"shape{width}", [batch, _builder.Constant($"width{width}", -1, width)], ("axis", 0)));
        var vectors = taps
            .Select(tap => (tap == taps[^1] ? deepest : null) ?? AddLastToken(tap, shapes[tap.Width], index))
            .Index()
            .Select(rows => _builder.Cast($"{taps[rows.Index].Layer}/float", rows.Item, DataType.Float));

        var all = _builder.Add("Concat", "all", [.. vectors], ("axis", 1));
        var elements = ElementPositions(taps, layout);
        var isWhole = elements.SequenceEqual(Enumerable.Range(0, taps.Sum(tap => tap.Width)).Select(element => (long)element));
        graph.Node.Add(isWhole
            ? NodeProto.Create("Identity", HeadGraphFormat.HeadVectors, [all])
            : NodeProto.Create("Gather", HeadGraphFormat.HeadVectors, [all, _builder.Constant("elements", elements)], ("axis", 1)));
        return deepest is not null;
    }

    // some exporters flatten tokens to [batch * tokens, width] before a projection, so the shape is always restored first
    private string AddLastToken(LayerTap tap, string shape, string index)
    {
        var tokens = _builder.Add("Reshape", $"{tap.Layer}/tokens", [tap.Tensor, shape]); // [batch, tokens, width]
        return _builder.Add("GatherND", $"{tap.Layer}/last", [tokens, index], ("batch_dims", 1)); // [batch, width]
    }

    /// <summary>Positions of the layout's floats within the concatenated vectors of all taps.</summary>
    private static long[] ElementPositions(IReadOnlyList<LayerTap> taps, FeatureLayout layout)
    {
        var starts = new Dictionary<int, int>();
        var start = 0;
        foreach (var tap in taps)
        {
            starts.Add(tap.Layer, start);
            start += tap.Width;
        }
        return [.. from head in layout from element in Enumerable.Range(0, head.Size) select (long)starts[head.Layer] + head.Index * head.Size + element];
    }
}
