namespace Microsoft.ML.Sav.Onnx;

/// <summary>What a model's configuration says about its decoder. The graph is asked first; a hint fills what it leaves open.</summary>
internal sealed record DecoderHints
{
    /// <summary>Number of layers (<c>num_hidden_layers</c>), those without attention included.</summary>
    public int? LayerCount { get; init; }

    /// <summary>Numbers of the layers with attention, in order, where the configuration tells them apart (<c>layer_types</c>).</summary>
    public IReadOnlyList<int>? AttentionLayers { get; init; }

    /// <summary>Number of query heads (<c>num_attention_heads</c>): one entry for all layers, or one a layer.</summary>
    public IReadOnlyList<int>? HeadCounts { get; init; }

    /// <summary>Number of key and value heads (<c>num_key_value_heads</c>): one entry for all layers, or one per layer.</summary>
    public IReadOnlyList<int>? KeyValueHeadCounts { get; init; }

    /// <summary>Length of a head's vector (<c>head_dim</c>).</summary>
    public int? HeadSize { get; init; }

    /// <summary>Name of the outputs with cached values, <c>%d</c> for the layer, where a configuration gives it (genai_config.json).</summary>
    public string? PresentValueName { get; init; }

    /// <summary>Tensors that the user names, by layer; they take the place of what would be found.</summary>
    public IReadOnlyDictionary<int, string> HeadTaps { get; init; } = new Dictionary<int, string>();

    /// <summary>Number of query heads of a layer, or null when not known.</summary>
    public int? HeadCountOf(int layer) => HeadCounts switch
    {
        [var all] => all,
        { } counts when layer < counts.Count => counts[layer],
        _ => null,
    };
}
