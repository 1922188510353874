using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm.ChatTemplates;
using Microsoft.ML.Sav.Lmm.Configuration;
using Microsoft.ML.Sav.Lmm.Families;
using Microsoft.ML.Sav.Lmm.Fingerprints;
using Microsoft.ML.Sav.Lmm.Graphs;
using Microsoft.ML.Sav.Lmm.Images.Processing;
using Microsoft.ML.Sav.Lmm.Prompts;
using Microsoft.ML.Sav.Lmm.Sessions;
using Microsoft.ML.Sav.Lmm.Tokenization;

namespace Microsoft.ML.Sav.Lmm;

/// <summary>
/// A large multimodal model (LMM) in a folder of ONNX and configuration files, in the layout that transformers.js and optimum use.
/// Safe to use from many threads.
/// </summary>
public sealed class MultimodalModel : IDisposable
{
    private readonly ModelFolder _files;
    private readonly ModelConfiguration _configuration;
    private readonly LmmOptions _options;
    private readonly DecoderGraph _decoder;
    private readonly Lazy<string> _fingerprint;
    private readonly Lazy<PromptEncoder> _promptEncoder;
    private readonly Lazy<VisionEncoder?> _visionEncoder;
    private readonly Lazy<WordEmbeddings?> _wordEmbeddings;

    private MultimodalModel(ModelFolder files, LmmOptions options)
    {
        _files = files;
        _options = options;
        _configuration = new ModelConfiguration(JsonSection.ReadFile(files.ConfigFile));
        _decoder = DecoderGraph.Load(files.DecoderFile, Hints());
        _fingerprint = new(() => ModelFingerprint.Of(files.Folder, files.All.Union(_decoder.ExternalDataFiles)));
        _promptEncoder = new(CreatePromptEncoder);
        _visionEncoder = new(() => files.VisionEncoderFile is { } file ? new VisionEncoder(OnnxSession.Open(file, options)) : null);
        _wordEmbeddings = new(() => files.EmbeddingsFile is { } file
            ? new WordEmbeddings(OnnxSession.Open(file, options), _configuration.ImageTokenId)
            : null);
    }

    /// <summary>Opens the model of a folder. Sessions start when they are first needed.</summary>
    /// <param name="folder">The folder with config.json and tokenizer.json; ONNX files lie there or in <c>onnx/</c>.</param>
    /// <param name="options">How to run the model; by default on the CPU, in the most precise form that the folder has.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileNotFoundException">A file is missing in the folder; the message names it.</exception>
    /// <exception cref="InvalidDataException">A file is broken, or the decoder's head vectors cannot be found.</exception>
    /// <exception cref="NotSupportedException">The model's family or a part of its configuration is not supported.</exception>
    public static MultimodalModel Open(string folder, LmmOptions? options = null)
    {
        options ??= new LmmOptions();
        return new MultimodalModel(new ModelFolder(folder, options), options);
    }

    /// <summary>Full path of the folder.</summary>
    public string Folder => _files.Folder;

    /// <summary>SHA-256 over the contents of the files that the model is made of, in hexadecimal; the same wherever the folder lies.</summary>
    public string Fingerprint => _fingerprint.Value;

    internal LmmOptions Options => _options;

    /// <summary>Every head of the decoder.</summary>
    public HeadLayout Heads => _decoder.Layout;

    internal PromptEncoder PromptEncoder => _promptEncoder.Value;

    internal VisionEncoder? VisionEncoder => _visionEncoder.Value;

    internal WordEmbeddings? WordEmbeddings => _wordEmbeddings.Value;

    /// <summary>
    /// Prepares the decoder to return the vectors of some heads. Layers above the last of them are not run.
    /// </summary>
    /// <param name="heads">The heads to return, in this order; by default every head.</param>
    /// <exception cref="ArgumentException">The decoder lacks one of the heads.</exception>
    public HeadExtractor CreateHeadExtractor(HeadLayout? heads = null)
    {
        var graph = _decoder.Tap(heads);
        var session = OnnxSession.Open(graph.Bytes, graph.ExternalDataFolder, _files.DecoderFile, _options);
        return new HeadExtractor(this, new HeadDecoder(session, graph.Layout, new EmptyCache(_configuration)));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_visionEncoder.IsValueCreated)
            _visionEncoder.Value?.Dispose();
        if (_wordEmbeddings.IsValueCreated)
            _wordEmbeddings.Value?.Dispose();
    }

    private DecoderHints Hints() => new()
    {
        LayerCount = _configuration.LayerCount,
        HeadCounts = _configuration.HeadCounts,
        HeadSize = _configuration.HeadSize,
        HeadTaps = _options.HeadTaps ?? new Dictionary<int, string>(),
    };

    private PromptEncoder CreatePromptEncoder()
    {
        var tokenizer = Tokenizer.Load(_files.TokenizerFile);
        var template = ChatTemplateFile.Load(Folder)
            ?? throw new NotSupportedException($"The LMM folder '{Folder}' has no chat template (chat_template.jinja, or 'chat_template' in tokenizer_config.json).");
        if (_files.VisionEncoderFile is null)
            return new PromptEncoder(tokenizer, template, imageProcessor: null, family: null);

        var processor = JsonSection.ReadFileIfPresent(Path.Combine(Folder, "processor_config.json"));
        var imageTokenId = _configuration.Root.Required(_configuration.ImageTokenId, "image_token_id");
        var imageToken = tokenizer.IdToToken(imageTokenId)
            ?? throw new InvalidDataException($"'{_files.TokenizerFile}' has no token {imageTokenId}, which '{_files.ConfigFile}' names as image token.");
        return new PromptEncoder(
            tokenizer, template,
            ImageProcessorFactory.Create(ImageProcessorConfiguration.Load(Folder)),
            ModelFamilies.Create(_configuration, processor, imageToken));
    }
}
