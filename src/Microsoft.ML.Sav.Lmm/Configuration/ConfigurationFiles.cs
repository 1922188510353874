using System.Collections.Concurrent;

namespace Microsoft.ML.Sav.Lmm.Configuration;

/// <summary>The JSON files of a model folder, each read once, when it is first needed. Safe to use from many threads.</summary>
/// <param name="folder">Full path of the folder.</param>
internal sealed class ConfigurationFiles(string folder)
{
    public const string Config = "config.json";
    public const string GenAiConfig = "genai_config.json";
    public const string ChatTemplateConfig = "chat_template.json";
    public const string ProcessorConfig = "processor_config.json";
    public const string PreprocessorConfig = "preprocessor_config.json";
    public const string TokenizerConfig = "tokenizer_config.json";
    public const string ImageProcessorSection = "image_processor";

    private readonly ConcurrentDictionary<string, Lazy<JsonSection?>> _files = new();

    /// <summary>Names of the JSON files that are read, except for the tokenizer's.</summary>
    public static IReadOnlyList<string> Names { get; } = [Config, GenAiConfig, ChatTemplateConfig, ProcessorConfig, PreprocessorConfig, TokenizerConfig];

    /// <summary>Full path of the folder.</summary>
    public string Folder => folder;

    /// <summary>processor_config.json</summary>
    public JsonSection? Processor => Find(ProcessorConfig);

    /// <summary>The image processor's settings: the section <c>image_processor</c> of processor_config.json, or preprocessor_config.json.</summary>
    public JsonSection? ImageProcessor => Processor?.GetSection(ImageProcessorSection) ?? Find(PreprocessorConfig);

    /// <summary>tokenizer_config.json</summary>
    public JsonSection? Tokenizer => Find(TokenizerConfig);

    /// <summary>Full path of a file, whether it exists or not.</summary>
    public string PathOf(string name) => Path.Combine(folder, name);

    /// <summary>Reads a file; <see langword="null"/> if it does not exist.</summary>
    /// <exception cref="ModelFolderException">The file cannot be read, is not JSON, or its root is not an object.</exception>
    public JsonSection? Find(string name) => _files.GetOrAdd(name, key => new(() => File.Exists(PathOf(key)) ? JsonSection.Read(PathOf(key)) : null)).Value;
}
