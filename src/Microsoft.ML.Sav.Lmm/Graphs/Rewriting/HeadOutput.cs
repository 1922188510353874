using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm.Graphs.Onnx;
using static Microsoft.ML.Sav.Lmm.Graphs.Onnx.TensorProto.Types;

namespace Microsoft.ML.Sav.Lmm.Graphs.Rewriting;

/// <summary>
/// Makes <see cref="HeadGraphFormat.HeadVectors"/> the graph's only output: each tap's row at the last token, in float32, side by side.
/// </summary>
internal sealed class HeadOutput(GraphProto graph)
{
    private const string Prefix = "head_vectors/"; // of all tensors added here

    /// <summary>Adds the output for the heads in <paramref name="layout"/>, which the taps must hold.</summary>
    public void Add(IReadOnlyList<HeadTap> taps, HeadLayout layout)
    {
        graph.Input.Add(ValueInfoProto.Create(HeadGraphFormat.LastToken, DataType.Int64, "batch"));
        graph.Output.Clear();
        graph.Output.Add(ValueInfoProto.Create(HeadGraphFormat.HeadVectors, DataType.Float, "batch", layout.VectorLength));

        var index = Add("Reshape", "index", [HeadGraphFormat.LastToken, Constant("index_shape", -1, 1)]); // [batch, 1]
        var batch = Add("Shape", "batch", [HeadGraphFormat.LastToken]);
        var shapes = taps.Select(tap => tap.Width).Distinct().ToDictionary(
            width => width,
            width => Add("Concat", $"shape{width}", [batch, Constant($"width{width}", -1, width)], ("axis", 0)));
        var rows = taps.Select(tap => LastTokenOf(tap, shapes[tap.Width], index)).ToList();

        var elements = ElementsOf(taps, layout);
        var isWhole = elements.SequenceEqual(Enumerable.Range(0, taps.Sum(tap => tap.Width)).Select(element => (long)element));
        var all = isWhole ? HeadGraphFormat.HeadVectors : Prefix + "all";
        graph.Node.Add(NodeProto.Create("Concat", all, rows, ("axis", 1)));
        if (!isWhole)
            graph.Node.Add(NodeProto.Create("Gather", HeadGraphFormat.HeadVectors, [all, Constant("elements", elements)], ("axis", 1)));
    }

    // Some exporters flatten tokens to [batch * tokens, width] before a projection, so the shape is always restored first.
    private string LastTokenOf(HeadTap tap, string shape, string index)
    {
        var tokens = Add("Reshape", $"{tap.Layer}/tokens", [tap.Tensor, shape]); // [batch, tokens, width]
        var last = Add("GatherND", $"{tap.Layer}/last", [tokens, index], ("batch_dims", 1)); // [batch, width]
        return Add("Cast", $"{tap.Layer}/float", [last], ("to", (long)DataType.Float));
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
        return [.. from head in layout.Heads from element in Enumerable.Range(0, head.Size) select (long)starts[head.Layer] + head.Index * head.Size + element];
    }

    private string Add(string opType, string name, IEnumerable<string> inputs, params (string, long)[] attributes)
    {
        graph.Node.Add(NodeProto.Create(opType, Prefix + name, inputs, attributes));
        return Prefix + name;
    }

    private string Constant(string name, params long[] values)
    {
        graph.Initializer.Add(TensorProto.Int64(Prefix + name, values));
        return Prefix + name;
    }
}
