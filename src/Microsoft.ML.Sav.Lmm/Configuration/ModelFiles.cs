using Microsoft.ML.Sav.Onnx;

namespace Microsoft.ML.Sav.Lmm.Configuration;

/// <summary>The files of a model folder.</summary>
/// <param name="Folder">Full path of the folder.</param>
/// <param name="Decoder">The decoder; in a folder with a single ONNX file, that file.</param>
internal sealed record ModelFiles(string Folder, OnnxFile Decoder)
{
    private static readonly string[] ConfigurationNames =
    [
        ModelConfiguration.ConfigFile, ModelConfiguration.GenAiConfigFile, "generation_config.json", "tokenizer.json", "tokenizer_config.json",
        "chat_template.jinja", "chat_template.json", ModelConfiguration.PreprocessorFile, ModelConfiguration.ProcessorFile, ImageNewlineName,
    ];

    /// <summary>Name of the file with LLaVA's learned vector for the end of a row of features, for encoders that leave it out.</summary>
    public const string ImageNewlineName = "image_newline.safetensors";

    /// <summary>tokenizer.json</summary>
    public string TokenizerFile => Path.Combine(Folder, "tokenizer.json");

    /// <summary>Token ids to word embeddings; missing where the decoder takes token ids.</summary>
    public OnnxFile? Embeddings { get; init; }

    /// <summary>Pixels to image features; missing in a text-only model.</summary>
    public OnnxFile? VisionEncoder { get; init; }

    /// <summary>Name of the decoder's outputs with cached values, <c>%d</c> for the layer, where a configuration gives it.</summary>
    public string? PresentValueName { get; init; }

    /// <summary>Every file that the model is made of: configuration, ONNX files, and weights under the name of an ONNX file.</summary>
    public IEnumerable<string> All => ConfigurationNames.Select(name => Path.Combine(Folder, name)).Where(File.Exists)
        .Concat(new[] { Decoder, Embeddings, VisionEncoder }.OfType<OnnxFile>()
            .SelectMany(file => Directory.GetFiles(Path.GetDirectoryName(file.Path)!, Path.GetFileName(file.Path) + "*")));

    /// <summary>Looks a folder over.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileNotFoundException">Files are missing; the message names every one.</exception>
    /// <exception cref="InvalidDataException">genai_config.json is broken or names no decoder.</exception>
    /// <exception cref="NotSupportedException">The vision encoder is split into several files.</exception>
    public static ModelFiles Find(string folder, LmmOptions options)
    {
        var files = Find(folder, options, out var missing);
        missing.ThrowIfAny();
        return files;
    }

    /// <summary>Looks a folder over; the path of a file that is missing is empty.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">genai_config.json is broken or names no decoder.</exception>
    /// <exception cref="NotSupportedException">The vision encoder is split into several files.</exception>
    public static ModelFiles Find(string folder, LmmOptions options, out MissingFiles missing)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        folder = Path.GetFullPath(folder);
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"There is no LMM folder '{folder}'" + (File.Exists(folder) ? "; it is a file." : "."));
        missing = new MissingFiles(folder);
        return File.Exists(Path.Combine(folder, ModelConfiguration.GenAiConfigFile))
            ? new GenAiLayout(folder, options).Find(missing)
            : new TransformersLayout(folder, options).Find(missing);
    }
}
