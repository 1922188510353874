using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Onnx.Protobuf;
using static Microsoft.ML.Sav.Onnx.Protobuf.TensorProto.Types;

namespace Microsoft.ML.Sav.Onnx.Rewriting;

/// <summary>
/// Makes <see cref="HeadGraphFormat.HeadVectors"/> the graph's only output: each tap's row at the last token, in float32, side by side.
/// </summary>
internal sealed class HeadOutput(GraphProto graph)
{
    private readonly GraphBuilder _builder = new(graph, "head_vectors/");

    /// <summary>Adds the output for the heads in <paramref name="layout"/>, which the taps must hold.</summary>
    public void Add(IReadOnlyList<HeadTap> taps, HeadLayout layout)
    {
        var lastTokenAttention = new LastTokenAttention(graph);
        graph.Input.Add(ValueInfoProto.Create(HeadGraphFormat.LastToken, DataType.Int64, "batch"));
        graph.Output.Clear();
        graph.Output.Add(ValueInfoProto.Create(HeadGraphFormat.HeadVectors, DataType.Float, "batch", layout.VectorLength));

        var index = _builder.Add("Reshape", "index", [HeadGraphFormat.LastToken, _builder.Constant("index_shape", -1, 1)]); // [batch, 1]
        var batch = _builder.Add("Shape", "batch", [HeadGraphFormat.LastToken]);
        var shapes = taps.Select(tap => tap.Width).Distinct().ToDictionary(
            width => width,
            width => _builder.Add("Concat", $"shape{width}", [batch, _builder.Constant($"width{width}", -1, width)], ("axis", 0)));
        var rows = taps
            .Select(tap => (tap == taps[^1] ? lastTokenAttention.VectorsOf(tap) : null) ?? LastTokenOf(tap, shapes[tap.Width], index))
            .Zip(taps, (row, tap) => _builder.Cast($"{tap.Layer}/float", row, DataType.Float))
            .ToList();

        var elements = ElementsOf(taps, layout);
        var isWhole = elements.SequenceEqual(Enumerable.Range(0, taps.Sum(tap => tap.Width)).Select(element => (long)element));
        var all = _builder.Add("Concat", "all", rows, ("axis", 1));
        graph.Node.Add(isWhole
            ? NodeProto.Create("Identity", HeadGraphFormat.HeadVectors, [all])
            : NodeProto.Create("Gather", HeadGraphFormat.HeadVectors, [all, _builder.Constant("elements", elements)], ("axis", 1)));
    }

    // Some exporters flatten tokens to [batch * tokens, width] before a projection, so the shape is always restored first.
    private string LastTokenOf(HeadTap tap, string shape, string index)
    {
        var tokens = _builder.Add("Reshape", $"{tap.Layer}/tokens", [tap.Tensor, shape]); // [batch, tokens, width]
        return _builder.Add("GatherND", $"{tap.Layer}/last", [tokens, index], ("batch_dims", 1)); // [batch, width]
    }

    /// <summary>Where the layout's floats lie in the rows of all taps.</summary>
    private static long[] ElementsOf(IReadOnlyList<HeadTap> taps, HeadLayout layout)
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
