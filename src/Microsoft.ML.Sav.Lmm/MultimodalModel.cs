using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Lmm.Caching;
using Microsoft.ML.Sav.Lmm.Configuration;
using Microsoft.ML.Sav.Lmm.Families;
using Microsoft.ML.Sav.Lmm.Fingerprints;
using Microsoft.ML.Sav.Lmm.ImageProcessing;
using Microsoft.ML.Sav.Lmm.Prompts;
using Microsoft.ML.Sav.Lmm.Sessions;
using Microsoft.ML.Sav.Lmm.Sessions.Prefixes;
using Microsoft.ML.Sav.Onnx;
using Microsoft.ML.Sav.Onnx.Export;
using Microsoft.ML.Sav.Onnx.HeadGraphs;
using Microsoft.ML.Sav.Onnx.Protobuf;
using Microsoft.ML.Sav.Text.Tokenization;

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

    private MultimodalModel(ModelFiles files, DeviceCheck device)
    {
        var options = device.Options;
        _files = files;
        _options = options;
        CpuFallbackReason = device.CpuFallbackReason;
        _configuration = ModelConfiguration.Read(files.Folder);
        _decoder = HeadGraphSource.Load(files.Decoder.Path, _configuration.CreateDecoderHints(files, options));
        _fingerprint = new(() => ModelFingerprint.Of(files.Folder, files.All.Union(_decoder.ExternalDataFiles)));
        _family = new(CreateFamily);
        _promptEncoder = new(CreatePromptEncoder);
        ImageFeatures = new ImageFeatureCache(EncodeImages);
        _visionEncoder = new(() => files.VisionEncoder is { } file ? new VisionEncoder(OnnxSession.Open(file, options, sample: SampleFeatures)) : null);
        _wordEmbeddings = new(() => files.Embeddings is { } file ? new WordEmbeddings(OnnxSession.Open(file, options), _configuration.HiddenSize) : null);
    }

    /// <summary>Opens the model of a folder. Sessions start when they are first needed.</summary>
    /// <param name="folder">The folder with config.json and tokenizer.json; ONNX files lie there or in <c>onnx/</c>.</param>
    /// <param name="options">How to run the model; by default on the CPU, in the most precise form that the folder has.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileNotFoundException">Files are missing in the folder; the message names them.</exception>
    /// <exception cref="InvalidDataException">A file is broken, or the decoder's head vectors cannot be found.</exception>
    /// <exception cref="InvalidOperationException">The provider or its device cannot be used, and the CPU is not to be used instead.</exception>
    /// <exception cref="NotSupportedException">A part of the model's configuration is not supported.</exception>
    public static MultimodalModel Open(string folder, LmmOptions? options = null)
    {
        options ??= new LmmOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchSize, 1);
        if (options.Provider is { } provider && !Enum.IsDefined(provider))
            throw new ArgumentOutOfRangeException(nameof(options), provider, $"{nameof(LmmOptions.Provider)} is not an {nameof(ExecutionProvider)}.");
        options = options with { OptimizedModelFolder = options.OptimizedModelFolder ?? OptimizedModelFolderOfEnvironment() };
        return new MultimodalModel(ModelFiles.Find(folder, options), DeviceCheck.Run(options));
    }

    /// <summary>Full path of the folder.</summary>
    public string Folder => _files.Folder;

    /// <summary>SHA-256 over the contents of the files that the model is made of, in hexadecimal; the same wherever the folder lies.</summary>
    public string Fingerprint => _fingerprint.Value;

    internal LmmOptions Options => _options;

    /// <summary>Every head of the decoder.</summary>
    public HeadLayout Heads => _decoder.Layout;

    internal ModelFamily Family => _family.Value;

    internal PromptEncoder PromptEncoder => _promptEncoder.Value;

    internal VisionEncoder? VisionEncoder => _visionEncoder.Value;

    internal ImageFeatureCache ImageFeatures { get; }

    internal WordEmbeddings? WordEmbeddings => _wordEmbeddings.Value;

    /// <summary>
    /// Prepares the decoder to return the vectors of some heads. Layers above the last of them are not run.
    /// </summary>
    /// <param name="heads">The heads to return, in this order; by default every head.</param>
    /// <param name="shareWork">
    /// Whether prompts share work, where <see cref="LmmOptions.ShareWork"/> allows it; <see langword="false"/> to measure what a prompt
    /// costs by itself. Default: <see langword="true"/>.
    /// </param>
    /// <exception cref="ArgumentException">The decoder lacks one of the heads.</exception>
    /// <exception cref="FileNotFoundException">A file of the decoder's weights is missing.</exception>
    /// <exception cref="IOException"><see cref="LmmOptions.OptimizedModelFolder"/> cannot be made.</exception>
    /// <exception cref="NotSupportedException">ONNX Runtime is too old for <see cref="LmmOptions.OptimizedModelFolder"/>.</exception>
    public HeadExtractor CreateHeadExtractor(HeadLayout? heads = null, bool shareWork = true)
    {
        shareWork &= _options.ShareWork;
        // what the folder lacks is said now, not at the first prompt; the tokenizer is read while the decoder starts
        var promptEncoder = Task.Run(() => PromptEncoder);
        var graph = Tap(_options.OptimizedModelFolder is null ? heads : LayersOf(heads), withCaches: shareWork);
        if (LacksEmbeddings(_files, graph.Inputs))
            throw new FileNotFoundException(EmbeddingsMissing(_files));
        var cache = new CacheInputs(_configuration.CreateDecoderHints(_files, _options));
        var session = OnnxSession.Open(_files.Decoder, _options, graph, open => SampleVectors(new HeadDecoder(open, graph, cache)));
        try
        {
            promptEncoder.GetAwaiter().GetResult();
        }
        catch
        {
            session.Dispose();
            throw;
        }
        var decoder = new HeadDecoder(session, graph, cache, heads);
        // on the CPU, sums of a batch are split otherwise, which rounding to fp16 makes visible
        var takesOne = decoder.TakesOnePrompt || graph.MixesRows || (graph.IsHalfPrecision && ExecutionDevice.Of(_options).MixesHalfPrecisionRows);
        // 8-bit scales are those of all tokens in a run
        var longest = graph.MixesRows ? 0 : _configuration.LongestUniformPrompt ?? int.MaxValue;
        return new HeadExtractor(this, shareWork ? ImageFeatures.Get : EncodeImages, new PrefixCachingDecoder(decoder, longest), takesOne ? 1 : _options.BatchSize);
    }

    /// <summary>
    /// Writes a classifier, with the parts of this model that it needs, as one ONNX model that any ONNX Runtime runs. Up to 32 MiB of
    /// weights lie in the file itself, more in a second file beside it, of the same name and <c>_data</c>.
    /// </summary>
    /// <remarks>
    /// <list type="table">
    /// <item><term>input <c>input_ids</c></term><description>int64 [batch, tokens]: the rendered prompt, with a placeholder for each image feature</description></item>
    /// <item><term>input <c>attention_mask</c></term><description>int64 [batch, tokens], optional: 1 for tokens and 0 for padding, which goes to the right; by default all 1</description></item>
    /// <item><term>inputs of the vision encoder</term><description>as the encoder takes them, most often <c>pixel_values</c> float32 [images, 3, height, width]: the
    /// images of all rows, in order; any image where no row has one; one image a run for models that encode images one by one</description></item>
    /// <item><term>input <c>position_ids</c></term><description>int64 [axes, batch, tokens], only for models that count positions on several axes</description></item>
    /// <item><term>output <c>scores</c></term><description>float32 [batch, classes]: <see cref="HeadClassifier.Score"/></description></item>
    /// <item><term>output <c>label</c></term><description>string [batch]: name of the class with the greatest score</description></item>
    /// <item><term>output <c>label_index</c></term><description>int64 [batch]: its number, from 0</description></item>
    /// <item><term>output <c>head_vectors</c></term><description>float32 [batch, sum of head sizes]: the vectors that the scores are made of</description></item>
    /// </list>
    /// Rows of a batch do not change one another, except in decoders that quantise to 8 bits as they run.
    /// The metadata properties <c>sav.classes</c> (JSON), <c>sav.prompt</c>, <c>sav.layout</c> (JSON) and <c>sav.lmm_fingerprint</c> say what was exported.
    /// </remarks>
    /// <param name="path">The file; one that exists is replaced once the new one is complete.</param>
    /// <param name="classifier">The classifier.</param>
    /// <param name="classNames">A name for each class.</param>
    /// <param name="prompt">The prompt, for the metadata.</param>
    /// <param name="takesImages">Whether prompts have images; without, the vision encoder is left out.</param>
    /// <returns>Full paths of the files that were written.</returns>
    /// <exception cref="ArgumentException">
    /// The decoder lacks one of the classifier's heads, there are not as many names as classes, or the path is a folder's or that of a file of this model.
    /// </exception>
    /// <exception cref="DirectoryNotFoundException">The folder of <paramref name="path"/> does not exist.</exception>
    /// <exception cref="InvalidDataException">A file of weights is broken.</exception>
    /// <exception cref="NotSupportedException">The model's graphs cannot be joined.</exception>
    public IReadOnlyList<string> ExportOnnx(string path, HeadClassifier classifier, IReadOnlyList<string> classNames, string? prompt = null, bool takesImages = true)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(classNames);
        if (classNames.Count != classifier.ClassCount)
            throw new ArgumentException($"Expected a name for each of {classifier.ClassCount} classes, found {classNames.Count}.", nameof(classNames));
        path = ModelWriter.CheckPath(path, _files.All.Union(_decoder.ExternalDataFiles));

        if (takesImages && Family.RearrangesFeatures)
            throw new NotSupportedException($"The image features of the LMM in '{Folder}' are arranged by the size of each image, which cannot be exported.");

        var graphs = new LmmGraphs(Tap(classifier.Layout), _files.Decoder, new CacheInputs(_configuration.CreateDecoderHints(_files, _options)))
        {
            Embeddings = _files.Embeddings,
            VisionEncoder = takesImages ? _files.VisionEncoder : null,
            ImageTokenId = Family.ImageTokenId,
            FirstPosition = Family.Positions([0], images: [])[0][0],
        };
        var model = ClassifierModel.Create(graphs, classifier, classNames);
        ClassifierModel.AddMetadata(model, ClassifierFormat.FingerprintKey, Fingerprint);
        if (prompt is not null)
            ClassifierModel.AddMetadata(model, ClassifierFormat.PromptKey, prompt);
        return ModelWriter.Write(model, path);
    }

    /// <summary>A prompt as the decoder takes it.</summary>
    internal DecoderInput Prepare(
        Prompt prompt, Func<IReadOnlyList<ImageInput>, CancellationToken, ImageFeatures> encodeImages, CancellationToken cancellationToken)
    {
        var features = prompt.Images.Count > 0 && VisionEncoder is not null ? encodeImages(prompt.Images, cancellationToken) : null;
        var inputs = features is null ? PromptEncoder.Encode(prompt) : PromptEncoder.Encode(prompt, features.Layouts);
        var embeddings = WordEmbeddings?.Run(inputs.TokenIds, features, Family, cancellationToken);
        return new DecoderInput(inputs, embeddings ?? new Dictionary<string, FloatTensor>());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_visionEncoder.IsValueCreated)
            _visionEncoder.Value?.Dispose();
        if (_wordEmbeddings.IsValueCreated)
            _wordEmbeddings.Value?.Dispose();
    }

    private HeadGraph Tap(HeadLayout? heads, bool withCaches = false)
    {
        var graph = _decoder.Tap(heads, withCaches);
        return _options.FloatActivations ? graph.WithFloatActivations() : graph;
    }

    private ImageFeatures EncodeImages(IReadOnlyList<ImageInput> images, CancellationToken cancellationToken) =>
        VisionEncoder!.Run(PromptEncoder.ProcessImages(images), Family, cancellationToken);

    private static IReadOnlyCollection<string> InputsOf(OnnxFile? file)
    {
        if (file is null)
            return [];
        var graph = OnnxModelReader.Read(file.Path).Graph;
        return [.. graph.Input.Select(input => input.Name).Except(graph.Initializer.Select(tensor => tensor.Name))];
    }

    private static bool LacksEmbeddings(ModelFiles files, IEnumerable<string> decoderInputs) =>
        files.Embeddings is null && decoderInputs.Contains("inputs_embeds");

    private static string EmbeddingsMissing(ModelFiles files) =>
        $"The LMM folder '{files.Folder}' lacks embed_tokens.onnx, whose output the decoder '{files.Decoder.Path}' takes.";

    private ModelFamily CreateFamily()
    {
        var tokenizer = Tokenizer.Load(_files.TokenizerFile);
        return TakesImages
            ? ModelFamilies.Create(ModelConfiguration.Read(Folder, () => InputsOf(_files.VisionEncoder)), tokenizer)
            : new TextFamily(_configuration, tokenizer);
    }

    private PromptEncoder CreatePromptEncoder()
    {
        var imageProcessor = TakesImages ? ImageProcessorFactory.Create(ImageProcessorConfiguration.Load(Folder)) : null;
        return new PromptEncoder(Folder, Family, ChatTemplateFile.Load(Folder), imageProcessor);
    }
}
