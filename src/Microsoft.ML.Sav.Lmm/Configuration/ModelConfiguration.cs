namespace Microsoft.ML.Sav.Lmm.Configuration;

/// <summary>The settings of a model: config.json and the files beside it. Older and newer spellings of the keys are read.</summary>
internal sealed class ModelConfiguration
{
    private static readonly string[] ImageTokenKeys = ["image_token_id", "image_token_index", "image_context_token_id", "img_context_token_id"];

    private readonly ConfigurationFiles _files;

    /// <param name="files">Files with config.json, or with genai_config.json if that is missing.</param>
    /// <exception cref="ModelFolderException">Both are missing, or wrong, or name no model type.</exception>
    public ModelConfiguration(ConfigurationFiles files)
    {
        _files = files;
        Root = files.Find(ConfigurationFiles.Config) ?? FindGenAiModel(files)
            ?? throw new ModelFolderException($"'{files.Folder}' has no {ConfigurationFiles.Config}.", files.PathOf(ConfigurationFiles.Config));
        Text = Root.GetSection("text_config") ?? Root.GetSection("llm_config") ?? Root.GetSection("language_config") ?? Root.GetSection("decoder") ?? Root;
        Vision = Root.GetSection("vision_config");
        ModelType = Root.Require(Root.GetString("model_type", "type"), "model_type");
    }

    /// <summary>Full path of the folder.</summary>
    public string Folder => _files.Folder;

    /// <summary>config.json; in a folder of onnxruntime-genai without it, the section <c>model</c> of genai_config.json.</summary>
    public JsonSection Root { get; }

    /// <summary>The decoder's section; in a text-only model, the whole file.</summary>
    public JsonSection Text { get; }

    /// <summary>The vision encoder's section.</summary>
    public JsonSection? Vision { get; }

    /// <inheritdoc cref="ConfigurationFiles.Processor"/>
    public JsonSection? Processor => _files.Processor;

    /// <inheritdoc cref="ConfigurationFiles.ImageProcessor"/>
    public JsonSection? ImageProcessor => _files.ImageProcessor;

    /// <inheritdoc cref="ConfigurationFiles.Tokenizer"/>
    public JsonSection? Tokenizer => _files.Tokenizer;

    /// <summary>The model type, for example <c>llava</c>.</summary>
    public string ModelType { get; }

    /// <summary>Key and id of the token whose embeddings are replaced by image features.</summary>
    public (string Key, int Id)? ImageToken =>
        Array.Find(ImageTokenKeys, key => Root.Find(key) is not null) is { } key && Root.GetInt32(key) is { } id ? (key, id) : null;

    /// <summary>Number of query heads: one for all layers, or one per layer.</summary>
    public IReadOnlyList<int>? HeadCounts => Text.GetInt32List("num_attention_heads", "n_head", "n_heads");

    /// <summary>Number of key and value heads: one for all layers, or one per layer.</summary>
    public IReadOnlyList<int>? KeyValueHeadCounts => Text.GetInt32List("num_key_value_heads", "n_head_kv");

    /// <summary>Number of decoder layers.</summary>
    public int? LayerCount => Text.GetInt32("num_hidden_layers", "n_layer", "n_layers");

    /// <summary>Numbers of the layers with attention, if the configuration distinguishes kinds of layers.</summary>
    public IReadOnlyList<int>? AttentionLayers => Text.GetInt32List("full_attn_idxs") ?? Text.GetStringList("layer_types")?.Index()
        .Where(layer => layer.Item.EndsWith("attention", StringComparison.Ordinal) && layer.Item != "linear_attention")
        .Select(layer => layer.Index).ToList();

    /// <summary>Length of a token embedding.</summary>
    public int? HiddenSize => Text.GetInt32("hidden_size", "n_embd");

    /// <summary>Length of a head vector. Default: the hidden size divided by the number of heads.</summary>
    public int? HeadSize => Text.GetInt32("head_dim", "head_size") ?? (HeadCounts is [> 0 and var heads, ..] ? HiddenSize / heads : null);

    /// <summary>
    /// Longest prompt, in tokens, in which each token attends to all before it and rotary embeddings do not depend on the length: longer
    /// ones meet sliding windows or scaled embeddings. <see langword="null"/> if there is no such limit.
    /// </summary>
    public int? LongestUniformPrompt => new[]
    {
        Text.GetInt32OrWithin("sliding_window", "window_size"), Text.GetInt32("max_position_embeddings"), Text.GetInt32("original_max_position_embeddings"),
        (Text.GetSection("rope_scaling") ?? Text.GetSection("rope_parameters"))?.GetInt32("original_max_position_embeddings"),
    }.Min();

    private static JsonSection? FindGenAiModel(ConfigurationFiles files) =>
        files.Find(ConfigurationFiles.GenAiConfig) is { } file ? file.Require(file.GetSection("model"), "model") : null;
}
