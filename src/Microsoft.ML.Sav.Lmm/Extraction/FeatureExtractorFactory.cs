using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm.Caching;
using Microsoft.ML.Sav.Lmm.Decoders;
using Microsoft.ML.Sav.Lmm.Encoders;
using Microsoft.ML.Sav.Lmm.Folders;

namespace Microsoft.ML.Sav.Lmm.Extraction;

/// <summary>Opens a model's sessions and connects the steps from a prompt to its head vectors.</summary>
internal sealed class FeatureExtractorFactory : IDisposable
{
    private readonly LmmOptions _options;
    private readonly ModelEncoders _encoders;
    private readonly HeadDecoderFactory _decoders;
    private readonly PromptPreparerFactory _preparers;
    private readonly ModelFolder _folder;
    private readonly Action<string> _warn;
    private volatile bool _isDisposed;

    /// <param name="folder">The model.</param>
    /// <param name="options">How to run it, on a device that was checked.</param>
    /// <param name="warn">Called with a message if an optimisation cannot be used.</param>
    public FeatureExtractorFactory(ModelFolder folder, LmmOptions options, Action<string> warn)
    {
        (_folder, _options, _warn) = (folder, options, warn);
        _encoders = new ModelEncoders(folder.Files, folder.Configuration.HiddenSize, options, () => folder.PromptEncoder, warn);
        _preparers = new PromptPreparerFactory(folder, _encoders);
        _decoders = new HeadDecoderFactory(folder.Decoder, folder.Files.Decoder, folder.CreateDecoderHints(), options, _preparers.PrepareSample, warn);
    }

    /// <summary>Number of prompts whose image features did not have to be computed.</summary>
    public long ImageFeatureHits => _encoders.ImageFeatureHits;

    /// <summary>Creates an extractor for some heads, or for all.</summary>
    /// <remarks>With a feature cache, nothing is opened before a prompt needs it, and prompts run one by one for all heads.</remarks>
    public IFeatureExtractor Create(FeatureLayout? heads, FeatureExtractorOptions options, FeatureCache? cache) => cache is null
        ? Open(heads, options, runsPromptsAlone: false)
        : new CachingFeatureExtractor(() => Open(cache.Layout, options, runsPromptsAlone: true), _preparers.CreateReader(), cache, heads);

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
        _encoders.Dispose();
    }

    private DecoderFeatureExtractor Open(FeatureLayout? heads, FeatureExtractorOptions options, bool runsPromptsAlone)
    {
        // The decoder's session takes longest to start; the others start in parallel.
        using var others = new BackgroundWork([() => _ = _folder.PromptEncoder, () => _encoders.Open(options.TakesImages)]);
        var decoder = _decoders.Open(heads, withCaches: options.Caching && _options.PrefixCaching);
        try
        {
            others.Wait();
            return Connect(decoder, options, runsPromptsAlone);
        }
        catch
        {
            decoder.Dispose();
            throw;
        }
    }

    private DecoderFeatureExtractor Connect(HeadDecoder decoder, FeatureExtractorOptions options, bool runsPromptsAlone)
    {
        var isSplit = options.Caching && _options.PrefixCaching && CanSplit(decoder);
        var preparer = _preparers.Create(options.Caching && _options.ImageFeatureCaching, isSplit);
        var batchSize = runsPromptsAlone || decoder.RunsPromptsAlone ? 1 : _options.BatchSize;
        var preparation = _preparers.CreatePreparation(preparer, batchSize, batchesImages: !runsPromptsAlone);
        return new DecoderFeatureExtractor(preparation, isSplit ? new PrefixCachingDecoder(decoder) : decoder, batchSize);
    }

    private bool CanSplit(HeadDecoder decoder)
    {
        if (decoder.CanSplit(_preparers.PrepareSample()))
            return true;
        _warn($"{nameof(LmmOptions.PrefixCaching)} is off: the decoder does not continue from a KV cache with the same result as for whole prompts.");
        return false;
    }
}
