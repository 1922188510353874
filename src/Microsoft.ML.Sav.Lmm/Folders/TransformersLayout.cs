using Microsoft.ML.Sav.Lmm.Configuration;
using Microsoft.ML.Sav.Onnx;

namespace Microsoft.ML.Sav.Lmm.Folders;

/// <summary>
/// Folders of transformers.js and optimum: ONNX files in <c>onnx/</c> or beside the configuration, each in one or more precisions with a
/// suffix such as <c>_q4</c>. Liquid AI's own exports have other names: <c>embed_images</c>, <c>decoder</c> and <c>_q8</c>.
/// </summary>
internal sealed class TransformersLayout
{
    // the most precise first
    private static readonly string[] Suffixes = ["", "_fp16", "_quantized", "_q8", "_int8", "_uint8", "_q4", "_q4f16", "_bnb4"];
    private static readonly string[] DecoderNames = ["decoder_model_merged", "decoder_with_past_model", "decoder_model", "model", "decoder"];
    private static readonly string[] VisionEncoderNames = ["vision_encoder", "embed_images"];
    private static readonly string[] EmbeddingsNames = ["embed_tokens", "prepare_inputs_embeds"];

    private readonly ConfigurationFiles _configuration;
    private readonly LmmOptions _options;
    private readonly MissingFiles _missing;
    private readonly string[] _preferredSuffixes;
    private readonly string[] _onnxFolders;

    public TransformersLayout(ConfigurationFiles configuration, LmmOptions options, MissingFiles missing)
    {
        (_configuration, _options, _missing) = (configuration, options, missing);
        _preferredSuffixes = ToSuffixes(options.Precision);
        _onnxFolders = [.. new[] { configuration.PathOf("onnx"), configuration.Folder }.Where(Directory.Exists)];
    }

    public ModelFiles Find()
    {
        foreach (var name in new[] { ConfigurationFiles.Config, ModelFiles.Tokenizer })
            _missing.Find(name, _configuration.PathOf(name));
        var embeddings = FindOptional(EmbeddingsNames);
        var visionEncoder = FindOptional(VisionEncoderNames);
        var decoder = FindDecoder(takesTokenIds: embeddings is null && visionEncoder is null);
        if (visionEncoder is not null)
        {
            if (embeddings is null)
                _missing.Add(Describe(EmbeddingsNames));
            string[] processors = [ConfigurationFiles.PreprocessorConfig, ConfigurationFiles.ProcessorConfig];
            _missing.Find(string.Join(" or ", processors), processors.Select(_configuration.PathOf));
        }
        if (_options.DecoderFile is null && _preferredSuffixes.Length > 0 && decoder.Length > 0
            && !Array.Exists(_preferredSuffixes, suffix => Path.GetFileNameWithoutExtension(decoder).EndsWith(suffix, StringComparison.Ordinal)))
        {
            _missing.Add($"a decoder of precision '{_options.Precision}' (it has '{Path.GetFileName(decoder)}')");
        }
        return new ModelFiles(new OnnxFile(decoder)) { Embeddings = embeddings, VisionEncoder = visionEncoder };
    }

    private string FindDecoder(bool takesTokenIds)
    {
        if (_options.DecoderFile is { } chosen)
            return _missing.Find($"the decoder '{chosen}'", _onnxFolders.Select(folder => Path.Combine(folder, chosen)));
        string[] found = [.. Candidates(DecoderNames).Where(File.Exists)];
        var decoder = takesTokenIds && found.Length > 1 ? Array.Find(found, path => !OnnxGraphInfo.TakesEmbeddings(path)) : null;
        return decoder ?? _missing.Find(Describe(DecoderNames), found);
    }

    private OnnxFile? FindOptional(string[] names) => Candidates(names).FirstOrDefault(File.Exists) is { } path ? new OnnxFile(path) : null;

    private IEnumerable<string> Candidates(string[] names) =>
        from suffix in _preferredSuffixes.Concat(Suffixes)
        from name in names
        from folder in _onnxFolders
        select Path.Combine(folder, $"{name}{suffix}.onnx");

    private string Describe(string[] names)
    {
        var found = _onnxFolders.SelectMany(folder => Directory.GetFiles(folder, "*.onnx")).Select(Path.GetFileName).DefaultIfEmpty("none");
        return $"{string.Join(" or ", names.Select(name => name + ".onnx"))}, in the folder or in onnx/, in any precision " +
            $"({string.Join(", ", Suffixes.Skip(1))}; ONNX files found: {string.Join(", ", found)})";
    }

    // transformers.js calls full precision fp32 and 8 bits q8
    private static string[] ToSuffixes(string? precision) => precision switch
    {
        null => [],
        "" or "fp32" => [""],
        "q8" => ["_quantized", "_q8"],
        _ => ["_" + precision],
    };
}
