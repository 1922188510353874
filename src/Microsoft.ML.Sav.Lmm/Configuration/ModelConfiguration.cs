using Microsoft.ML.Sav.Onnx;

namespace Microsoft.ML.Sav.Lmm.Configuration;

/// <summary>What the JSON files of a model folder say. Older and newer spellings of the keys are read.</summary>
public sealed class ModelConfiguration
{
    internal const string ConfigFile = "config.json";
    internal const string GenAiConfigFile = "genai_config.json";
    internal const string ProcessorFile = "processor_config.json";
    internal const string PreprocessorFile = "preprocessor_config.json";
    internal const string ImageProcessorSection = "image_processor";

    internal ModelConfiguration(string folder, JsonSection root)
    {
        Folder = folder;
        Root = root;
        Text = root.Section("text_config") ?? root.Section("llm_config") ?? root.Section("language_config") ?? root.Section("decoder") ?? root;
        Vision = root.Section("vision_config");
        ModelType = root.Required(root.Text("model_type", "type"), "model_type");
    }

    /// <summary>Full path of the folder.</summary>
    public string Folder { get; }

    /// <summary>config.json; in a folder of onnxruntime-genai that has none, the section <c>model</c> of genai_config.json.</summary>
    public JsonSection Root { get; }

    /// <summary>The decoder's part, which is the whole file for a text-only model.</summary>
    public JsonSection Text { get; }

    /// <summary>The vision encoder's part.</summary>
    public JsonSection? Vision { get; }

    /// <summary>processor_config.json</summary>
    public JsonSection? Processor { get; internal init; }

    /// <summary>Settings of the image processor: preprocessor_config.json, or the section <c>image_processor</c> of processor_config.json.</summary>
    public JsonSection? ImageProcessor { get; internal init; }

    /// <summary>tokenizer_config.json</summary>
    public JsonSection? Tokenizer { get; internal init; }

    /// <summary>The family, for example <c>llava</c>.</summary>
    public string ModelType { get; }

    /// <summary>Id of the token whose embeddings the image features replace.</summary>
    public int? ImageTokenId => Root.Int32("image_token_id", "image_token_index", "image_context_token_id", "img_context_token_id");

    /// <summary>Asks the vision encoder, which may have to be opened for it, for the names of its inputs.</summary>
    internal Func<IReadOnlyCollection<string>> VisionInputs { get; init; } = () => [];

    /// <summary>Query heads of each layer; one number when all layers have the same.</summary>
    internal IReadOnlyList<int>? HeadCounts => Text.Int32List("num_attention_heads", "n_head", "n_heads");

    /// <summary>Key and value heads of each layer; one number when all layers have the same.</summary>
    internal IReadOnlyList<int>? KeyValueHeadCounts => Text.Int32List("num_key_value_heads", "n_head_kv");

    /// <summary>Number of decoder layers.</summary>
    internal int? LayerCount => Text.Int32("num_hidden_layers", "n_layer", "n_layers");

    /// <summary>Numbers of the layers with attention, where the configuration tells the kinds of layers apart.</summary>
    internal IReadOnlyList<int>? AttentionLayers => Text.Int32List("full_attn_idxs") ?? Text.TextList("layer_types")?.Index()
        .Where(layer => layer.Item.EndsWith("attention", StringComparison.Ordinal) && layer.Item != "linear_attention")
        .Select(layer => layer.Index).ToList();

    /// <summary>Length of a word embedding.</summary>
    internal int? HiddenSize => Text.Int32("hidden_size", "n_embd");

    /// <summary>Length of a head's vector; by default the hidden size shared out among the heads.</summary>
    internal int? HeadSize => Text.Int32("head_dim", "head_size") ?? (HeadCounts is [> 0 and var heads, ..] ? HiddenSize / heads : null);

    /// <summary>
    /// Most tokens of a prompt in which each sees all before it and has a position that does not depend on the prompt's length: beyond,
    /// windows slide and rotary embeddings are scaled. <see langword="null"/> where there is no such limit.
    /// </summary>
    internal int? LongestUniformPrompt => new[]
    {
        Text.Int32OrWithin("sliding_window", "window_size"), Text.Int32("max_position_embeddings"), Text.Int32("original_max_position_embeddings"),
        (Text.Section("rope_scaling") ?? Text.Section("rope_parameters"))?.Int32("original_max_position_embeddings"),
    }.Min();

    /// <summary>What the configuration says about the decoder, with what the user says in the options.</summary>
    internal DecoderHints CreateDecoderHints(ModelFiles files, LmmOptions options) => new()
    {
        LayerCount = LayerCount,
        AttentionLayers = AttentionLayers,
        HeadCounts = HeadCounts,
        KeyValueHeadCounts = KeyValueHeadCounts,
        HeadSize = HeadSize,
        PresentValueName = files.PresentValueName,
        TapTensors = options.HeadTaps ?? new Dictionary<int, string>(),
    };

    /// <summary>Whether a folder has a configuration to read.</summary>
    internal static bool IsIn(string folder) => File.Exists(Path.Combine(folder, ConfigFile)) || File.Exists(Path.Combine(folder, GenAiConfigFile));

    /// <summary>Reads the files of a folder.</summary>
    /// <param name="folder">A folder with config.json or genai_config.json.</param>
    /// <param name="visionInputs">Names of the inputs that the vision encoder has; by default none.</param>
    /// <exception cref="InvalidDataException">A file is not JSON, or names no model type.</exception>
    internal static ModelConfiguration Read(string folder, Func<IReadOnlyCollection<string>>? visionInputs = null)
    {
        var (processor, imageProcessor) = ReadProcessors(folder);
        return new ModelConfiguration(folder, ReadIfPresent(ConfigFile) ?? GenAiModel())
        {
            Processor = processor,
            ImageProcessor = imageProcessor,
            Tokenizer = ReadIfPresent("tokenizer_config.json"),
            VisionInputs = visionInputs ?? (() => []),
        };

        JsonSection? ReadIfPresent(string name) => JsonSection.ReadFileIfPresent(Path.Combine(folder, name));

        JsonSection GenAiModel()
        {
            var file = JsonSection.ReadFile(Path.Combine(folder, GenAiConfigFile));
            return file.Required(file.Section("model"), "model");
        }
    }

    /// <summary>Reads <see cref="Processor"/> and <see cref="ImageProcessor"/> of a folder.</summary>
    /// <exception cref="InvalidDataException">A file is not JSON.</exception>
    internal static (JsonSection? Processor, JsonSection? ImageProcessor) ReadProcessors(string folder)
    {
        var processor = JsonSection.ReadFileIfPresent(Path.Combine(folder, ProcessorFile));
        return (processor, processor?.Section(ImageProcessorSection) ?? JsonSection.ReadFileIfPresent(Path.Combine(folder, PreprocessorFile)));
    }
}
