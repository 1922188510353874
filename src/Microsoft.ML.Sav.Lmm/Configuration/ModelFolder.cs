namespace Microsoft.ML.Sav.Lmm.Configuration;

/// <summary>
/// The files of a model folder in the layout of transformers.js and optimum: configuration at the top, ONNX files at the top or in
/// <c>onnx/</c>, each in one or more precisions told apart by a suffix such as <c>_q4</c>.
/// </summary>
internal sealed class ModelFolder
{
    // suffixes of file names: full precision first, then by how near the others come to it
    private static readonly string[] Suffixes = ["", "_fp16", "_quantized", "_int8", "_uint8", "_q4", "_q4f16", "_bnb4"];
    private static readonly string[] DecoderNames = ["decoder_model_merged", "decoder_with_past_model", "decoder_model", "model"];
    private static readonly string[] ConfigurationNames =
    [
        "config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json", "chat_template.jinja", "chat_template.json",
        "preprocessor_config.json", "processor_config.json",
    ];

    private readonly string? _suffix;

    /// <summary>Looks a folder over.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileNotFoundException">A file that every model needs is missing.</exception>
    public ModelFolder(string folder, LmmOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        Folder = Path.GetFullPath(folder);
        if (!Directory.Exists(Folder))
            throw new DirectoryNotFoundException($"There is no LMM folder '{Folder}'" + (File.Exists(Folder) ? "; it is a file." : "."));
        _suffix = SuffixOf(options.Precision);
        OnnxFolder = Directory.Exists(Path.Combine(Folder, "onnx")) ? Path.Combine(Folder, "onnx") : Folder;
        ConfigFile = Require("config.json");
        TokenizerFile = Require("tokenizer.json");
        DecoderFile = options.DecoderFile is { } chosen ? FindChosenDecoder(chosen) : FindOnnx(DecoderNames) ?? throw MissingOnnx(DecoderNames);
        if (options.DecoderFile is null && _suffix is not null && !Path.GetFileNameWithoutExtension(DecoderFile).EndsWith(_suffix, StringComparison.Ordinal))
            throw new FileNotFoundException($"The LMM folder '{Folder}' has no decoder of precision '{options.Precision}'; it has '{Path.GetFileName(DecoderFile)}'.");
        EmbeddingsFile = FindOnnx("embed_tokens");
        VisionEncoderFile = FindOnnx("vision_encoder");
        if (VisionEncoderFile is not null && EmbeddingsFile is null)
            throw MissingOnnx("embed_tokens");
    }

    /// <summary>Full path of the folder.</summary>
    public string Folder { get; }

    /// <summary>Full path of the folder of ONNX files.</summary>
    public string OnnxFolder { get; }

    /// <summary>config.json</summary>
    public string ConfigFile { get; }

    /// <summary>tokenizer.json</summary>
    public string TokenizerFile { get; }

    /// <summary>The decoder.</summary>
    public string DecoderFile { get; }

    /// <summary>Token ids to word embeddings; missing where the decoder takes token ids.</summary>
    public string? EmbeddingsFile { get; }

    /// <summary>Pixels to image features; missing in a text-only model.</summary>
    public string? VisionEncoderFile { get; }

    /// <summary>Every file that the model is made of: configuration, ONNX files, and weights under the name of an ONNX file.</summary>
    public IEnumerable<string> All => ConfigurationNames.Select(name => Path.Combine(Folder, name)).Where(File.Exists)
        .Concat(new[] { DecoderFile, EmbeddingsFile, VisionEncoderFile }.OfType<string>()
            .SelectMany(file => Directory.GetFiles(Path.GetDirectoryName(file)!, Path.GetFileName(file) + "*")));

    private string Require(string name)
    {
        var path = Path.Combine(Folder, name);
        return File.Exists(path) ? path : throw new FileNotFoundException($"The LMM folder '{Folder}' has no {name}.", path);
    }

    private string FindChosenDecoder(string file)
    {
        string[] candidates = [Path.Combine(OnnxFolder, file), Path.Combine(Folder, file)];
        return candidates.FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException($"The LMM folder '{Folder}' has no decoder '{file}'.", candidates[0]);
    }

    private string? FindOnnx(params string[] names)
    {
        string[] suffixes = _suffix is null ? Suffixes : [_suffix, .. Suffixes];
        return suffixes
            .SelectMany(suffix => names, (suffix, name) => Path.Combine(OnnxFolder, $"{name}{suffix}.onnx"))
            .FirstOrDefault(File.Exists);
    }

    // transformers.js calls the full precision fp32 and 8 bits q8
    private static string? SuffixOf(string? precision) => precision switch
    {
        null => null,
        "" or "fp32" => "",
        "q8" => "_quantized",
        _ => "_" + precision,
    };

    private FileNotFoundException MissingOnnx(params string[] names) => new(
        $"The LMM folder '{Folder}' has no {string.Join(" or ", names.Select(name => name + ".onnx"))} in '{OnnxFolder}', in any precision " +
        $"({string.Join(", ", Suffixes.Skip(1))}). It has: " +
        $"{string.Join(", ", Directory.GetFiles(OnnxFolder, "*.onnx").Select(Path.GetFileName).DefaultIfEmpty("no .onnx file"))}.");
}
