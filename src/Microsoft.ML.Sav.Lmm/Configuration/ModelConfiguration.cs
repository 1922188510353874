namespace Microsoft.ML.Sav.Lmm.Configuration;

/// <summary>What a model folder's config.json says of the model as a whole. Older and newer spellings of the keys are read.</summary>
internal sealed class ModelConfiguration
{
    /// <summary>Reads config.json.</summary>
    public ModelConfiguration(JsonSection config)
    {
        Root = config;
        Text = config.Section("text_config") ?? config.Section("llm_config") ?? config.Section("language_config") ?? config;
        Vision = config.Section("vision_config");
        ModelType = config.Required(config.Text("model_type"), "model_type");
    }

    /// <summary>The whole file.</summary>
    public JsonSection Root { get; }

    /// <summary>The decoder's part, which is the whole file for a text-only model.</summary>
    public JsonSection Text { get; }

    /// <summary>The vision encoder's part.</summary>
    public JsonSection? Vision { get; }

    /// <summary>The family, for example <c>llava</c>.</summary>
    public string ModelType { get; }

    /// <summary>Id of the token whose embeddings the image features replace.</summary>
    public int? ImageTokenId => Root.Int32("image_token_id", "image_token_index", "image_context_token_id");

    /// <summary>Query heads of each layer; one number when all layers have the same.</summary>
    public IReadOnlyList<int>? HeadCounts => Text.Int32List("num_attention_heads", "n_head", "n_heads");

    /// <summary>Key and value heads of each layer; one number when all layers have the same.</summary>
    public IReadOnlyList<int>? KeyValueHeadCounts => Text.Int32List("num_key_value_heads", "n_head_kv");

    /// <summary>Number of decoder layers.</summary>
    public int? LayerCount => Text.Int32("num_hidden_layers", "n_layer", "n_layers");

    /// <summary>Length of a head's vector; by default the hidden size shared out among the heads.</summary>
    public int? HeadSize => Text.Int32("head_dim") ??
        (Text.Int32("hidden_size", "n_embd") is { } hidden && HeadCounts is [var heads, ..] && heads > 0 ? hidden / heads : null);
}
