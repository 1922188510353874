using Microsoft.ML.Sav.Lmm.Folders;
using Microsoft.ML.Sav.Lmm.Prompts;
using Microsoft.ML.Sav.Lmm.Sessions;

namespace Microsoft.ML.Sav.Lmm.Encoders;

/// <summary>A model's vision encoder and token embeddings, opened when they are first needed and shared by all extractors.</summary>
internal sealed class ModelEncoders : IDisposable
{
    private const int DefaultImageBatchSize = 8;
    private const int MaximumImageThreads = 8;

    private readonly Lazy<VisionEncoder>? _visionEncoder;
    private readonly Lazy<TokenEmbeddings>? _embeddings;
    private readonly IImageEncoder? _imageEncoder;
    private readonly ImageFeatureCache? _imageFeatures;

    /// <param name="files">The model's files.</param>
    /// <param name="hiddenSize">Length of a token embedding, if the configuration has it.</param>
    /// <param name="options">How to run the model.</param>
    /// <param name="getPrompts">Returns the prompt encoder, which is also read when first needed.</param>
    /// <param name="warn">Called with a message if the optimised form of the vision encoder cannot be used.</param>
    public ModelEncoders(ModelFiles files, int? hiddenSize, LmmOptions options, Func<PromptEncoder> getPrompts, Action<string> warn)
    {
        var isGpu = ExecutionDevice.FromOptions(options).IsGpu;
        ImageThreads = options.ImageThreadCount ?? (isGpu ? Math.Min(Environment.ProcessorCount, MaximumImageThreads) : 1);
        if (files.Embeddings is { } embeddings)
            _embeddings = new(() => new TokenEmbeddings(OnnxSession.Open(embeddings, options), getPrompts().Family, hiddenSize));
        if (files.VisionEncoder is not { } visionEncoder)
            return;
        _visionEncoder = new(() => new VisionEncoder(OnnxSession.Open(visionEncoder, options, graph: null, Sample, warn), getPrompts().Family));
        _imageEncoder = new ImageEncoder(getPrompts, _visionEncoder);
        _imageFeatures = new ImageFeatureCache(_imageEncoder);
        if ((options.ImageBatchSize ?? (isGpu ? DefaultImageBatchSize : 1)) is > 1 and var batchSize)
            ImageBatches = new ImageBatchEncoder(() => _visionEncoder.Value, batchSize);

        float[] Sample(OnnxSession session) =>
            new VisionEncoder(session, getPrompts().Family).Run(getPrompts().ProcessImages([SampleImage.Content]), CancellationToken.None).Values.Values;
    }

    /// <summary>Token embeddings; <see langword="null"/> if the decoder embeds tokens itself.</summary>
    public TokenEmbeddings? Embeddings => _embeddings?.Value;

    /// <summary>Encodes images of several prompts together; <see langword="null"/> if images are encoded one prompt at a time.</summary>
    public ImageBatchEncoder? ImageBatches { get; }

    /// <summary>Number of threads that decode images for <see cref="ImageBatches"/>.</summary>
    public int ImageThreads { get; }

    /// <summary>Number of prompts whose image features did not have to be computed.</summary>
    public long ImageFeatureHits => _imageFeatures?.Hits ?? 0;

    /// <summary>The image encoder; <see langword="null"/> if the model has no vision encoder.</summary>
    /// <param name="caching">Whether features of recent images are cached.</param>
    public IImageEncoder? GetImageEncoder(bool caching) => caching ? _imageFeatures : _imageEncoder;

    /// <summary>Opens the sessions now.</summary>
    /// <param name="withImages">Whether to open the vision encoder.</param>
    public void Open(bool withImages)
    {
        _ = _embeddings?.Value;
        if (withImages)
            _ = _visionEncoder?.Value;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_visionEncoder is { IsValueCreated: true })
            _visionEncoder.Value.Dispose();
        if (_embeddings is { IsValueCreated: true })
            _embeddings.Value.Dispose();
    }
}
