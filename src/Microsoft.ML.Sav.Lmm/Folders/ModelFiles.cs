using Microsoft.ML.Sav.Lmm.Configuration;
using Microsoft.ML.Sav.Onnx;

namespace Microsoft.ML.Sav.Lmm.Folders;

/// <summary>The ONNX files of a model folder.</summary>
/// <param name="Decoder">The decoder, or the only file. A path is empty if the file is missing.</param>
internal sealed record ModelFiles(OnnxFile Decoder)
{
    /// <summary>Name of the tokenizer's file.</summary>
    public const string Tokenizer = "tokenizer.json";

    /// <summary>Several times the size of the largest published ones.</summary>
    public const long MaximumTokenizerBytes = 256 << 20;

    /// <summary>Token ids to token embeddings; <see langword="null"/> if the decoder takes token ids.</summary>
    public OnnxFile? Embeddings { get; init; }

    /// <summary>Pixels to image features; <see langword="null"/> in a text-only model.</summary>
    public OnnxFile? VisionEncoder { get; init; }

    /// <summary>Name of the decoder's value cache outputs, with <c>%d</c> for the layer, if the configuration has it.</summary>
    public string? PresentValueName { get; init; }

    /// <summary>The files that exist, in the order in which they run.</summary>
    public IEnumerable<OnnxFile> All => new[] { VisionEncoder, Embeddings, Decoder }.OfType<OnnxFile>().Where(file => file.Path.Length > 0);

    /// <summary>Looks for the files of a folder.</summary>
    /// <param name="configuration">The folder's JSON files.</param>
    /// <param name="options">Which precision and which decoder to prefer.</param>
    /// <param name="missing">Collects what is missing.</param>
    /// <exception cref="ModelFolderException">genai_config.json is wrong, or its vision encoder has several files.</exception>
    public static ModelFiles Find(ConfigurationFiles configuration, LmmOptions options, MissingFiles missing) =>
        configuration.Find(ConfigurationFiles.GenAiConfig) is { } genAi
            ? new GenAiLayout(configuration, options, missing).Find(genAi)
            : new TransformersLayout(configuration, options, missing).Find();
}
