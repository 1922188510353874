using Microsoft.ML.Sav.Onnx.Attention;
using Microsoft.ML.Sav.Onnx.Graphs;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Taps;

/// <summary>
/// Finds the head vectors of each layer by the graph's structure, never by the names of nodes: each attention is followed to its output
/// projection. The layer's number is that of the cache output with the attention's values or, without such outputs, its position.
/// </summary>
internal sealed class LayerTapFinder
{
    private readonly GraphIndex _index;
    private readonly DecoderHints _hints;
    private readonly string _path;
    private readonly AttentionFinder _attention;
    private readonly SortedDictionary<int, ValueInfoProto> _valueOutputs;

    public LayerTapFinder(GraphIndex index, DecoderHints hints, string path)
    {
        _index = index;
        _hints = hints;
        _path = path;
        _attention = new AttentionFinder(index);
        _valueOutputs = LayerOutputs.FindValues(index.Graph, hints.PresentValueName);
    }

    /// <summary>Finds one tap per layer, in the order of the layers.</summary>
    /// <exception cref="OnnxModelException">The tap of a layer or the number of its heads cannot be found.</exception>
    public IReadOnlyList<LayerTap> Find()
    {
        var attentions = FindAttentions();
        var layers = _valueOutputs.Count > 0 ? NumberByCache(attentions) : NumberByPosition(attentions);
        var missing = layers.Where(layer => layer.Value is null && !_hints.TapTensors.ContainsKey(layer.Key)).Select(layer => layer.Key).ToList();
        if (missing.Count > 0 || (layers.Count == 0 && _hints.TapTensors.Count == 0))
            throw CreateNotFoundException(missing, attentions.Count);

        foreach (var layer in _hints.TapTensors.Keys)
            layers[layer] = FindNamed(layer, layers.GetValueOrDefault(layer));
        return [.. layers.Select(layer => CreateTap(layer.Key, layer.Value!))];
    }

    // an exporter may write one node per head; these have the same projection and count as one attention
    private List<AttentionLayer> FindAttentions()
    {
        var projections = new ProjectionFinder(_index);
        return
        [
            .. from site in _attention.Find()
               let projection = projections.FindAfter(site.Output)
               where projection is not null
               group (site, projection) by projection.Data into same
               select new AttentionLayer(
                   same.First().site.HeadCount is { } heads ? heads * same.Count() : null,
                   same.SelectMany(member => member.site.Values).ToHashSet(),
                   same.First().projection),
        ];
    }

    private SortedDictionary<int, AttentionLayer?> NumberByCache(List<AttentionLayer> attentions)
    {
        var cached = _valueOutputs.ToDictionary(output => output.Key, output => _attention.MovedFrom(output.Value.Name).ToHashSet());
        var layers = new SortedDictionary<int, AttentionLayer?>(cached.Keys.ToDictionary(layer => layer, _ => (AttentionLayer?)null));
        var last = -1;
        foreach (var attention in attentions)
        {
            var owners = cached.Where(layer => attention.Values.Overlaps(layer.Value)).Select(layer => layer.Key).ToList();
            if (owners.Count == 0 || owners.Exists(_hints.TapTensors.ContainsKey))
                continue; // not part of the decoder (a vision tower, cross-attention), or named by the user
            var own = owners.Where(owner => layers[owner] is null).ToList();
            // a layer that reads the cache of an earlier layer has no cache output of its own
            last = own.Count > 0 ? own[0] : last + 1;
            if (own.Count == 0 && !layers.TryAdd(last, null))
            {
                throw new OnnxModelException(
                    $"'{_path}': several attentions read the output '{_valueOutputs[owners[0]].Name}'. Set HeadTaps to the tensor of layer {owners[0]}.");
            }
            layers[last] = attention;
        }
        return layers;
    }

    private SortedDictionary<int, AttentionLayer?> NumberByPosition(List<AttentionLayer> attentions)
    {
        var expected = _hints.AttentionLayers ?? [.. Enumerable.Range(0, _hints.LayerCount ?? attentions.Count)];
        var isComplete = expected.Count == attentions.Count;
        return new(expected.Index().ToDictionary(layer => layer.Item, layer => isComplete ? attentions[layer.Index] : null));
    }

    private AttentionLayer FindNamed(int layer, AttentionLayer? found)
    {
        var tensor = _hints.TapTensors[layer];
        if (!_index.Contains(tensor))
            throw new OnnxModelException($"'{_path}' has no tensor '{tensor}', which HeadTaps names for layer {layer}.");
        var size = _index.Consumers(tensor).Select(node => Projection.Read(node, _index)?.InputSize).FirstOrDefault(size => size is not null)
            ?? _index.Graph.ValueInfo.FirstOrDefault(info => info.Name == tensor)?.LastDimension;
        return new AttentionLayer(found?.HeadCount, new HashSet<string>(), new Projection(tensor, size, null));
    }

    private LayerTap CreateTap(int layer, AttentionLayer attention)
    {
        var cached = _valueOutputs.GetValueOrDefault(layer) is { IsFloat: true } output ? output.LastDimension : null;
        var width = attention.Projection.InputSize;
        var heads = attention.HeadCount ?? Quotient(width, cached) ?? _hints.HeadCount(layer) ?? Quotient(width, _hints.HeadSize);
        width ??= heads * (cached ?? _hints.HeadSize);
        if (heads is not > 0 || width is not > 0)
            throw new OnnxModelException($"'{_path}': the number of heads in layer {layer} is neither in the graph nor in the configuration (num_attention_heads).");
        if (width > ModelLimits.MaxVectorLength)
            throw new OnnxModelException($"'{_path}': the head vectors of layer {layer} have {width} values, more than the limit of {ModelLimits.MaxVectorLength}.");
        if (width % heads != 0 || (cached is not null && width != heads * cached))
        {
            var size = cached is null ? "" : $" of size {cached}";
            throw new OnnxModelException($"'{_path}': the {width} values of layer {layer} in tensor '{attention.Projection.Data}' cannot be split into {heads} heads{size}.");
        }
        return new LayerTap(layer, attention.Projection.Data, (int)heads, (int)(width / heads));
    }

    private static long? Quotient(long? width, long? headSize) => headSize > 0 && width % headSize == 0 ? width / headSize : null;

    private OnnxModelException CreateNotFoundException(List<int> missing, int attentions)
    {
        var layers = missing.Count > 0 ? $"layers {string.Join(", ", missing)}" : "any layer";
        var outputs = missing.Where(_valueOutputs.ContainsKey).Select(layer => _valueOutputs[layer].Name).ToList();
        var condition = outputs.Count > 0 ? $" whose values are the outputs {string.Join(", ", outputs)}" : "";
        return new OnnxModelException(
            $"'{_path}': the head vectors of {layers} were not found. Expected an attention{condition} " +
            $"({string.Join(", ", AttentionFinder.Operators)}, or Softmax followed by a MatMul with the values), followed by a projection with " +
            $"constant weights; found {attentions} such pairs. Set HeadTaps to the names of the tensors.");
    }
}
