using Microsoft.ML.Sav.Onnx.Graphs;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Taps;

/// <summary>The layers of a decoder.</summary>
/// <param name="Taps">The tensors with head vectors, one per layer, in the order of the layers.</param>
/// <param name="WithoutHeads">Numbers of the layers without attention, in order.</param>
internal sealed record DecoderLayers(IReadOnlyList<LayerTap> Taps, IReadOnlyList<int> WithoutHeads)
{
    /// <summary>Finds the layers of a decoder.</summary>
    /// <param name="graph">The decoder, normalized.</param>
    /// <param name="hints">Its configuration.</param>
    /// <param name="path">Its file, for messages.</param>
    /// <exception cref="OnnxModelException">The head vectors of a layer cannot be found, or the configuration does not fit the graph.</exception>
    public static DecoderLayers Find(GraphProto graph, DecoderHints hints, string path)
    {
        if (hints.LayerCount is { } count && (count < 0 || count > graph.Node.Count))
            throw new OnnxModelException($"The configuration of '{path}' states {count} layers (num_hidden_layers), but the graph has {graph.Node.Count} nodes.");
        var taps = new LayerTapFinder(new GraphIndex(graph), hints, path).Find();
        var length = taps.Sum(tap => (long)tap.Width);
        if (length > ModelLimits.MaxVectorLength)
            throw new OnnxModelException($"The head vectors of '{path}' have {length} floats per row, more than the limit of {ModelLimits.MaxVectorLength}.");
        var withoutHeads = Enumerable.Range(0, hints.LayerCount ?? 0)
            .Union(LayerOutputs.FindStates(graph))
            .Except(taps.Select(tap => tap.Layer))
            .Order();
        return new DecoderLayers(taps, [.. withoutHeads]);
    }
}
