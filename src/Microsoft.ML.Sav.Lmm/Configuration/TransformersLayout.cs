using Microsoft.ML.Sav.Onnx;

namespace Microsoft.ML.Sav.Lmm.Configuration;

/// <summary>
/// Folders of transformers.js and optimum: configuration at the top, ONNX files at the top or in <c>onnx/</c>, each in one or more
/// precisions told apart by a suffix such as <c>_q4</c>.
/// </summary>
internal sealed class TransformersLayout
{
    // suffixes of file names: full precision first, then by how near the others come to it
    private static readonly string[] Suffixes = ["", "_fp16", "_quantized", "_int8", "_uint8", "_q4", "_q4f16", "_bnb4"];
    private static readonly string[] DecoderNames = ["decoder_model_merged", "decoder_with_past_model", "decoder_model", "model"];
    private static readonly string[] EmbeddingsNames = ["embed_tokens", "prepare_inputs_embeds"];

    private readonly string _folder;
    private readonly LmmOptions _options;
    private readonly string? _suffix;
    private readonly string[] _onnxFolders;

    public TransformersLayout(string folder, LmmOptions options)
    {
        _folder = folder;
        _options = options;
        _suffix = SuffixOf(options.Precision);
        _onnxFolders = [.. new[] { Path.Combine(folder, "onnx"), folder }.Where(Directory.Exists)];
    }

    /// <param name="missing">Takes down what is missing; its path is then empty.</param>
    public ModelFiles Find(MissingFiles missing)
    {
        missing.Find(ModelConfiguration.ConfigFile, Path.Combine(_folder, ModelConfiguration.ConfigFile));
        missing.Find("tokenizer.json", Path.Combine(_folder, "tokenizer.json"));
        var decoder = _options.DecoderFile is { } chosen
            ? missing.Find($"the decoder '{chosen}'", _onnxFolders.Select(folder => Path.Combine(folder, chosen)))
            : missing.Find(Describe(DecoderNames), Candidates(DecoderNames));
        var visionEncoder = FindOptional("vision_encoder");
        var embeddings = FindOptional(EmbeddingsNames);
        if (visionEncoder is not null)
        {
            if (embeddings is null)
                missing.Add(Describe(EmbeddingsNames));
            string[] processorFiles = [ModelConfiguration.PreprocessorFile, ModelConfiguration.ProcessorFile];
            missing.Find(string.Join(" or ", processorFiles), processorFiles.Select(file => Path.Combine(_folder, file)));
        }
        var decoderName = Path.GetFileNameWithoutExtension(decoder);
        if (_options.DecoderFile is null && _suffix is not null && decoder.Length > 0 && !decoderName.EndsWith(_suffix, StringComparison.Ordinal))
            missing.Add($"a decoder of precision '{_options.Precision}' (it has '{Path.GetFileName(decoder)}')");
        return new ModelFiles(_folder, new OnnxFile(decoder)) { Embeddings = embeddings, VisionEncoder = visionEncoder };
    }

    private OnnxFile? FindOptional(params string[] names) => Candidates(names).FirstOrDefault(File.Exists) is { } path ? new OnnxFile(path) : null;

    private IEnumerable<string> Candidates(string[] names)
    {
        string[] suffixes = _suffix is null ? Suffixes : [_suffix, .. Suffixes];
        return from suffix in suffixes
               from name in names
               from folder in _onnxFolders
               select Path.Combine(folder, $"{name}{suffix}.onnx");
    }

    private string Describe(string[] names)
    {
        var found = _onnxFolders.SelectMany(folder => Directory.GetFiles(folder, "*.onnx")).Select(Path.GetFileName).DefaultIfEmpty("none");
        return $"{string.Join(" or ", names.Select(name => name + ".onnx"))}, in the folder or in onnx/, in any precision " +
            $"({string.Join(", ", Suffixes.Skip(1))}; ONNX files found: {string.Join(", ", found)})";
    }

    // transformers.js calls the full precision fp32 and 8 bits q8
    private static string? SuffixOf(string? precision) => precision switch
    {
        null => null,
        "" or "fp32" => "",
        "q8" => "_quantized",
        _ => "_" + precision,
    };
}
