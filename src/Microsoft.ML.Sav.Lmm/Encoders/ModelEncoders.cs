using Microsoft.ML.Sav.Lmm.Folders;
using Microsoft.ML.Sav.Lmm.Prompts;
using Microsoft.ML.Sav.Lmm.Sessions;

namespace Microsoft.ML.Sav.Lmm.Encoders;

/// <summary>A model's vision encoder and token embeddings, opened when they are first needed and shared by all extractors.</summary>
internal sealed class ModelEncoders : IDisposable
{
    private const int DefaultImageBatchSize = 8;
    private const int MaximumImageThreads = 8;

    private readonly SharedResource<TokenEmbeddings>? _embeddings;
    private readonly ImageEncoders? _plain;
    private readonly ImageEncoders? _tapped;

    /// <param name="folder">The model.</param>
    /// <param name="options">How to run the model.</param>
    /// <param name="warn">Called with a message if the vision encoder cannot be used in the intended form.</param>
    public ModelEncoders(ModelFolder folder, LmmOptions options, Action<string> warn)
    {
        var isGpu = ExecutionDevice.FromOptions(options).IsGpu;
        ImageThreads = options.ImageThreadCount ?? (isGpu ? Math.Min(Environment.ProcessorCount, MaximumImageThreads) : 1);
        if (folder.Files.Embeddings is { } embeddings)
            _embeddings = new(nameof(MultimodalModel), () => new TokenEmbeddings(OnnxSession.Open(embeddings, options), folder.Family, folder.Configuration.HiddenSize));
        if (folder.Files.VisionEncoder is not { } visionEncoder)
            return;
        Func<PromptEncoder> getPrompts = () => folder.PromptEncoder;
        var factory = new VisionEncoderFactory(visionEncoder, options, () => folder.VisionEncoderInfo, getPrompts, warn);
        var batchSize = options.ImageBatchSize ?? (isGpu ? DefaultImageBatchSize : 1);
        VisionEncoder = factory;
        _plain = new ImageEncoders(() => factory.Open(withTap: false), getPrompts, batchSize);
        _tapped = new ImageEncoders(() => factory.Open(withTap: true), getPrompts, batchSize);
    }

    /// <summary>Token embeddings; <see langword="null"/> if the decoder embeds tokens itself.</summary>
    public TokenEmbeddings? Embeddings => _embeddings?.Value;

    /// <summary>How the vision encoder is opened; <see langword="null"/> if the model has none.</summary>
    public VisionEncoderFactory? VisionEncoder { get; }

    /// <summary>Number of threads that decode images that are encoded together.</summary>
    public int ImageThreads { get; }

    /// <summary>Number of prompts whose image features did not have to be computed.</summary>
    public long ImageFeatureHits => (_plain?.CacheHits ?? 0) + (_tapped?.CacheHits ?? 0);

    /// <summary>The vision encoder; <see langword="null"/> if the model has none.</summary>
    /// <param name="withTap">Whether it also returns its rows before the projector.</param>
    public ImageEncoders? GetImageEncoders(bool withTap) => withTap ? _tapped : _plain;

    /// <summary>Opens the token embeddings now.</summary>
    public void OpenEmbeddings() => _ = _embeddings?.Value;

    /// <inheritdoc/>
    public void Dispose()
    {
        _plain?.Dispose();
        _tapped?.Dispose();
        _embeddings?.Dispose();
    }
}
