using Microsoft.ML.Sav.Onnx.Attention;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Taps;

/// <summary>
/// Finds each layer's head vectors from the graph's structure, never from the names of nodes: every attention is followed to its output
/// projection; the layer's number comes from the cache output that holds the attention's values, or from the order of the layers.
/// </summary>
internal sealed class HeadTapFinder
{
    private readonly GraphIndex _index;
    private readonly DecoderHints _hints;
    private readonly string _path;
    private readonly AttentionFinder _attention;
    private readonly SortedDictionary<int, ValueInfoProto> _valueOutputs;

    public HeadTapFinder(GraphIndex index, DecoderHints hints, string path)
    {
        _index = index;
        _hints = hints;
        _path = path;
        _attention = new AttentionFinder(index);
        _valueOutputs = LayerOutputs.Values(index.Graph, hints.PresentValueName);
    }

    /// <summary>One tap a layer, in the order of the layers.</summary>
    /// <exception cref="InvalidDataException">A layer's tap or the number of its heads cannot be found.</exception>
    public IReadOnlyList<HeadTap> Find()
    {
        var attentions = FindAttentions();
        var layers = _valueOutputs.Count > 0 ? NumberByCache(attentions) : NumberByOrder(attentions);
        var missing = layers.Where(layer => layer.Value is null && !_hints.HeadTaps.ContainsKey(layer.Key)).Select(layer => layer.Key).ToList();
        if (missing.Count > 0 || (layers.Count == 0 && _hints.HeadTaps.Count == 0))
            throw NotFound(missing, attentions.Count);

        foreach (var layer in _hints.HeadTaps.Keys)
            layers[layer] = NamedByUser(layer, layers.GetValueOrDefault(layer));
        return [.. layers.Select(layer => ToTap(layer.Key, layer.Value!))];
    }

    // An exporter may write a layer's attention as several nodes, a head each; they meet in one projection and count once.
    private List<AttentionLayer> FindAttentions()
    {
        var projections = new ProjectionFinder(_index);
        return
        [
            .. from site in _attention.Find()
               let projection = projections.FindBehind(site.Output)
               where projection is not null
               group (site, projection) by projection.Data into same
               select new AttentionLayer(
                   same.First().site.Heads is { } heads ? heads * same.Count() : null,
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
            if (owners.Count == 0 || owners.Exists(_hints.HeadTaps.ContainsKey))
                continue; // not the decoder's (a vision tower, cross-attention), or named by the user
            var own = owners.Where(owner => layers[owner] is null).ToList();
            // A later layer that reads an earlier layer's cache instead of keeping one follows the layer before it.
            last = own.Count > 0 ? own[0] : last + 1;
            if (own.Count == 0 && !layers.TryAdd(last, null))
                throw new InvalidDataException($"'{_path}': several attentions read '{_valueOutputs[owners[0]].Name}'. HeadTaps can name the tensor of layer {owners[0]}.");
            layers[last] = attention;
        }
        return layers;
    }

    private SortedDictionary<int, AttentionLayer?> NumberByOrder(List<AttentionLayer> attentions)
    {
        var expected = _hints.AttentionLayers ?? [.. Enumerable.Range(0, _hints.LayerCount ?? attentions.Count)];
        var numbered = expected.Count == attentions.Count;
        return new(expected.Index().ToDictionary(layer => layer.Item, layer => numbered ? attentions[layer.Index] : null));
    }

    private AttentionLayer NamedByUser(int layer, AttentionLayer? found)
    {
        var tensor = _hints.HeadTaps[layer];
        if (!_index.Contains(tensor))
            throw new InvalidDataException($"'{_path}' has no tensor '{tensor}', which HeadTaps names for layer {layer}.");
        var size = _index.Consumers(tensor).Select(node => Projection.Of(node, _index)?.InputSize).FirstOrDefault(size => size is not null)
            ?? _index.Graph.ValueInfo.FirstOrDefault(info => info.Name == tensor)?.LastDimension;
        return new AttentionLayer(found?.Heads, new HashSet<string>(), new Projection(tensor, size, null));
    }

    private HeadTap ToTap(int layer, AttentionLayer attention)
    {
        var cached = _valueOutputs.GetValueOrDefault(layer) is { IsFloat: true } output ? output.LastDimension : null;
        var width = attention.Projection.InputSize;
        var heads = attention.Heads ?? Quotient(width, cached) ?? _hints.HeadCountOf(layer) ?? Quotient(width, _hints.HeadSize);
        width ??= heads * (cached ?? _hints.HeadSize);
        if (heads is not > 0 || width is not > 0)
            throw new InvalidDataException($"'{_path}': the number of heads in layer {layer} is neither in the graph nor in the configuration (num_attention_heads).");
        if (width % heads != 0 || (cached is not null && width != heads * cached))
        {
            throw new InvalidDataException(
                $"'{_path}': the {width} values of layer {layer} in tensor '{attention.Projection.Data}' are not {heads} heads{(cached is null ? "" : $" of {cached}")}.");
        }
        return new HeadTap(layer, attention.Projection.Data, (int)heads, (int)(width / heads));
    }

    private static long? Quotient(long? width, long? headSize) => headSize > 0 && width % headSize == 0 ? width / headSize : null;

    private InvalidDataException NotFound(List<int> missing, int attentions)
    {
        var layers = missing.Count > 0 ? $"layers {string.Join(", ", missing)}" : "any layer";
        var outputs = missing.Where(_valueOutputs.ContainsKey).Select(layer => _valueOutputs[layer].Name).ToList();
        var where = outputs.Count > 0 ? $" that fills the outputs {string.Join(", ", outputs)}" : "";
        return new InvalidDataException(
            $"'{_path}': the head vectors of {layers} were not found. Looked for an attention{where} " +
            $"({string.Join(", ", AttentionFinder.Operators)}, or Softmax followed by a MatMul with the values) and behind it a projection with " +
            $"constant weights; the graph has {attentions} such pairs. HeadTaps can name the tensors.");
    }
}
