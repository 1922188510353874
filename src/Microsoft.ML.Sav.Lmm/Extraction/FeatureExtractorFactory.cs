using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm.Caching;
using Microsoft.ML.Sav.Lmm.Decoders;
using Microsoft.ML.Sav.Lmm.Encoders;
using Microsoft.ML.Sav.Lmm.Folders;

namespace Microsoft.ML.Sav.Lmm.Extraction;

/// <summary>Opens a model's sessions and connects the steps from a prompt to its features.</summary>
internal sealed class FeatureExtractorFactory : IDisposable
{
    private readonly LmmOptions _options;
    private readonly ModelFolder _folder;
    private readonly Action<string> _warn;
    private readonly Lock _lock = new();
    private ModelFeatures? _features;
    private volatile bool _isDisposed;

    /// <param name="folder">The model.</param>
    /// <param name="options">How to run it, on a device that was checked.</param>
    /// <param name="warn">Called with a message if an optimisation cannot be used.</param>
    public FeatureExtractorFactory(ModelFolder folder, LmmOptions options, Action<string> warn)
    {
        (_folder, _options, _warn) = (folder, options, warn);
        Encoders = new ModelEncoders(folder, options, warn);
        Preparers = new PromptPreparerFactory(folder, Encoders);
        Decoders = new HeadDecoderFactory(folder, options, Preparers.PrepareSample, warn);
    }

    /// <summary>Vision encoder and token embeddings.</summary>
    public ModelEncoders Encoders { get; }

    /// <summary>Opens the decoder.</summary>
    public HeadDecoderFactory Decoders { get; }

    /// <summary>Creates what prepares prompts.</summary>
    public PromptPreparerFactory Preparers { get; }

    /// <summary>The features of the model, found when they are first needed. If that fails, the next use tries again.</summary>
    public ModelFeatures Features
    {
        get
        {
            lock (_lock)
                return _features ??= ModelFeatures.Find(_folder, Encoders);
        }
    }

    /// <summary>Number of prompts whose image features did not have to be computed.</summary>
    public long ImageFeatureHits => Encoders.ImageFeatureHits;

    /// <summary>Creates an extractor for some features.</summary>
    /// <remarks>With a feature cache, nothing is opened before a prompt needs it, and prompts run one by one for all features.</remarks>
    public IFeatureExtractor Create(FeatureLayout layout, FeatureExtractorOptions options, FeatureCache? cache) => cache is null
        ? Open(layout, options, runsPromptsAlone: false)
        : new CachingFeatureExtractor(() => Open(cache.Layout, options, runsPromptsAlone: true), Preparers.CreateReader(), cache, layout);

    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public void ThrowIfDisposed()
    {
        if (_isDisposed)
            throw new ObjectDisposedException("MultimodalModel");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isDisposed = true;
        Encoders.Dispose();
    }

    private IFeatureExtractor Open(FeatureLayout layout, FeatureExtractorOptions options, bool runsPromptsAlone)
    {
        var features = new FeatureVectors(layout);
        ThrowIfUnknown(features);
        // The decoder's session takes longest to start; the others start in parallel.
        using var others = new BackgroundWork(Preparers.GetOpenings(features, options.TakesImages));
        var decoder = features.Heads is null ? null : Decoders.Open(features.Heads, withCaches: WantsPrefixCaching(options) && !features.Has(FeatureKind.TokenMean));
        try
        {
            others.Wait();
            return Connect(features, decoder, options, runsPromptsAlone);
        }
        catch
        {
            decoder?.Dispose();
            throw;
        }
    }

    // image features are looked for only if there are any: the vision encoder may have to run
    private void ThrowIfUnknown(FeatureVectors features)
    {
        var known = features.Layout.Equals(features.Heads) ? _folder.Decoder.Features : Features.Layout;
        if (features.Layout.Except(known).ToList() is { Count: > 0 } unknown)
        {
            throw new ArgumentException(
                $"The model has no features {string.Join(", ", unknown)} of that size. {string.Join(' ', Features.Missing)}".TrimEnd(), nameof(features));
        }
    }

    private bool WantsPrefixCaching(FeatureExtractorOptions options) => options.Caching && _options.PrefixCaching;

    private IFeatureExtractor Connect(FeatureVectors features, HeadDecoder? decoder, FeatureExtractorOptions options, bool runsPromptsAlone)
    {
        var isSplit = decoder is not null && WantsPrefixCaching(options) && CanSplit(features, decoder);
        var preparer = Preparers.Create(features, options.Caching && _options.ImageFeatureCaching, isSplit);
        var batchSize = runsPromptsAlone || decoder is { RunsPromptsAlone: true } ? 1 : _options.BatchSize;
        var preparation = Preparers.CreatePreparation(features, preparer, batchSize, batchesImages: !runsPromptsAlone);
        return decoder is null
            ? new ImageFeatureExtractor(preparation, features)
            : new DecoderFeatureExtractor(preparation, isSplit ? new PrefixCachingDecoder(decoder) : decoder, features, batchSize);
    }

    private bool CanSplit(FeatureVectors features, HeadDecoder decoder)
    {
        var isMean = features.Has(FeatureKind.TokenMean);
        if (!isMean && decoder.CanSplit(Preparers.PrepareSample()))
            return true;
        _warn($"{nameof(LmmOptions.PrefixCaching)} is off: " + (isMean
            ? "heads that are averaged over tokens need all tokens of a prompt."
            : "the decoder does not continue from a KV cache with the same result as for whole prompts."));
        return false;
    }
}
