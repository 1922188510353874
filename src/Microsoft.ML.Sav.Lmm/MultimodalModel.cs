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
/// A large multimodal model (LMM) in a folder of ONNX and configuration files, in the layout that transformers.js and optimum use or in
/// that of onnxruntime-genai. Safe to use from many threads.
/// </summary>
/// <remarks>Models of families that are not known can be run after <see cref="ModelFamilies.Register"/>.</remarks>
public sealed partial class MultimodalModel : IDisposable
{
    private readonly ModelFiles _files;
    private readonly ModelConfiguration _configuration;
    private readonly LmmOptions _options;
    private readonly IHeadGraphSource _decoder;
    private readonly Lazy<string> _fingerprint;
    private readonly Lazy<ModelFamily> _family;
    private readonly Lazy<PromptEncoder> _promptEncoder;
    private readonly Lazy<VisionEncoder?> _visionEncoder;
    private readonly Lazy<WordEmbeddings?> _wordEmbeddings;

    private MultimodalModel(ModelFiles files, LmmOptions options)
    {
        _files = files;
        _options = options;
        _configuration = ModelConfiguration.Read(files.Folder);
        _decoder = HeadGraphSource.Load(files.Decoder.Path, Hints());
        _fingerprint = new(() => ModelFingerprint.Of(files.Folder, files.All.Union(_decoder.ExternalDataFiles)));
        _family = new(CreateFamily);
        _promptEncoder = new(CreatePromptEncoder);
        _visionEncoder = new(() => files.VisionEncoder is { } file ? new VisionEncoder(OnnxSession.Open(file, options)) : null);
        _wordEmbeddings = new(() => files.Embeddings is { } file ? new WordEmbeddings(OnnxSession.Open(file, options), _configuration.HiddenSize) : null);
    }

    /// <summary>Opens the model of a folder. Sessions start when they are first needed.</summary>
    /// <param name="folder">The folder with config.json and tokenizer.json; ONNX files lie there or in <c>onnx/</c>.</param>
    /// <param name="options">How to run the model; by default on the CPU, in the most precise form that the folder has.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileNotFoundException">Files are missing in the folder; the message names them.</exception>
    /// <exception cref="InvalidDataException">A file is broken, or the decoder's head vectors cannot be found.</exception>
    /// <exception cref="NotSupportedException">A part of the model's configuration is not supported.</exception>
    public static MultimodalModel Open(string folder, LmmOptions? options = null)
    {
        options ??= new LmmOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchSize, 1);
        return new MultimodalModel(ModelFiles.Find(folder, options), options);
    }

    /// <summary>Full path of the folder.</summary>
    public string Folder => _files.Folder;

    /// <summary>SHA-256 over the contents of the files that the model is made of, in hexadecimal; the same wherever the folder lies.</summary>
    public string Fingerprint => _fingerprint.Value;

    /// <summary>Every head of the decoder.</summary>
    public HeadLayout Heads => _decoder.Layout;

    internal ModelFamily Family => _family.Value;

    internal PromptEncoder PromptEncoder => _promptEncoder.Value;

    internal VisionEncoder? VisionEncoder => _visionEncoder.Value;

    internal WordEmbeddings? WordEmbeddings => _wordEmbeddings.Value;

    /// <summary>
    /// Prepares the decoder to return the vectors of some heads. Layers above the last of them are not run.
    /// </summary>
    /// <param name="heads">The heads to return, in this order; by default every head.</param>
    /// <exception cref="ArgumentException">The decoder lacks one of the heads.</exception>
    /// <exception cref="FileNotFoundException">A file of the decoder's weights is missing.</exception>
    public HeadExtractor CreateHeadExtractor(HeadLayout? heads = null)
    {
        // what the folder lacks is said now, not at the first prompt
        _ = PromptEncoder;
        var graph = _decoder.Tap(heads);
        if (_files.Embeddings is null && graph.Inputs.Contains("inputs_embeds"))
            throw new FileNotFoundException($"The LMM folder '{Folder}' lacks embed_tokens.onnx, whose output the decoder '{_files.Decoder.Path}' takes.");
        var session = OnnxSession.Open(graph, _files.Decoder, _options);
        var decoder = new HeadDecoder(session, graph.Layout, new EmptyCache(_configuration));
        // on the CPU, sums of a batch are split otherwise, which rounding to fp16 makes visible
        var takesOne = decoder.TakesOnePrompt || graph.MixesRows || (graph.IsHalfPrecision && _options.GpuDeviceId is null);
        return new HeadExtractor(this, decoder, takesOne ? 1 : _options.BatchSize);
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
        AttentionLayers = _configuration.AttentionLayers,
        HeadCounts = _configuration.HeadCounts,
        HeadSize = _configuration.HeadSize,
        PresentValueName = _files.PresentValueName,
        HeadTaps = _options.HeadTaps ?? new Dictionary<int, string>(),
    };

    private ModelFamily CreateFamily()
    {
        var tokenizer = Tokenizer.Load(_files.TokenizerFile);
        return TakesImages
            ? ModelFamilies.Create(ModelConfiguration.Read(Folder, VisionEncoder?.Inputs), tokenizer)
            : new TextFamily(_configuration, tokenizer);
    }

    private PromptEncoder CreatePromptEncoder()
    {
        var imageProcessor = TakesImages ? ImageProcessorFactory.Create(ImageProcessorConfiguration.Load(Folder)) : null;
        return new PromptEncoder(Folder, Family, ChatTemplateFile.Load(Folder), imageProcessor);
    }
}
