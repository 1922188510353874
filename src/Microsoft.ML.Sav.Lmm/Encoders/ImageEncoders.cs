using Microsoft.ML.Sav.Lmm.Prompts;
using Microsoft.ML.Sav.Lmm.Sessions;

namespace Microsoft.ML.Sav.Lmm.Encoders;

/// <summary>The ways to run one vision encoder, which is opened when it is first needed.</summary>
internal sealed class ImageEncoders : IDisposable
{
    private readonly SharedResource<VisionEncoder> _visionEncoder;
    private readonly ImageEncoder _uncached;
    private readonly ImageFeatureCache _cached;

    /// <param name="open">Opens the vision encoder.</param>
    /// <param name="getPrompts">Returns the prompt encoder.</param>
    /// <param name="batchSize">Maximum number of prompts whose images are encoded together.</param>
    public ImageEncoders(Func<VisionEncoder> open, Func<PromptEncoder> getPrompts, int batchSize)
    {
        _visionEncoder = new(nameof(MultimodalModel), open);
        _uncached = new ImageEncoder(getPrompts, _visionEncoder);
        _cached = new ImageFeatureCache(_uncached);
        Batches = batchSize > 1 ? new ImageBatchEncoder(() => _visionEncoder.Value, batchSize) : null;
    }

    /// <summary>Encodes images of several prompts together; <see langword="null"/> if images are encoded one prompt at a time.</summary>
    public ImageBatchEncoder? Batches { get; }

    /// <summary>Number of prompts whose image features did not have to be computed.</summary>
    public long CacheHits => _cached.Hits;

    /// <summary>Encodes the images of one prompt.</summary>
    /// <param name="caching">Whether features of recent images are cached.</param>
    public IImageEncoder Get(bool caching) => caching ? _cached : _uncached;

    /// <summary>The vision encoder itself.</summary>
    public VisionEncoder VisionEncoder => _visionEncoder.Value;

    /// <summary>Opens the session now.</summary>
    public void Open() => _ = _visionEncoder.Value;

    /// <inheritdoc/>
    public void Dispose() => _visionEncoder.Dispose();
}
