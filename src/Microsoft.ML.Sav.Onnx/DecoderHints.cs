namespace Microsoft.ML.Sav.Onnx;

/// <summary>What the LMM's configuration states about its decoder. It is used only for what the graph itself does not show.</summary>
internal sealed record DecoderHints
{
    /// <summary>Number of layers (<c>num_hidden_layers</c>), including layers without attention.</summary>
    public int? LayerCount { get; init; }

    /// <summary>Numbers of the layers with attention, in order; null if the configuration does not distinguish them (<c>layer_types</c>).</summary>
    public IReadOnlyList<int>? AttentionLayers { get; init; }

    /// <summary>Number of query heads (<c>num_attention_heads</c>): one entry for all layers, or one per layer.</summary>
    public IReadOnlyList<int>? HeadCounts { get; init; }

    /// <summary>Number of key and value heads (<c>num_key_value_heads</c>): one entry for all layers, or one per layer.</summary>
    public IReadOnlyList<int>? KeyValueHeadCounts { get; init; }

    /// <summary>Length of one head's vector (<c>head_dim</c>).</summary>
    public int? HeadSize { get; init; }

    /// <summary>Name pattern of the outputs with cached values, with <c>%d</c> for the layer (genai_config.json); null for the usual names.</summary>
    public string? PresentValueName { get; init; }

    /// <summary>Tensors with head vectors by layer, as named by the user. They replace what the search would find.</summary>
    public IReadOnlyDictionary<int, string> TapTensors { get; init; } = new Dictionary<int, string>();

    /// <summary>Number of query heads of a layer, or null if unknown.</summary>
    public int? HeadCount(int layer) => HeadCounts switch
    {
        [var all] => all,
        { } counts when layer < counts.Count => counts[layer],
        _ => null,
    };
}
