using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm.Caching;
using Microsoft.ML.Sav.Lmm.Decoders;
using Microsoft.ML.Sav.Lmm.Encoders;
using Microsoft.ML.Sav.Lmm.Folders;

namespace Microsoft.ML.Sav.Lmm.Extraction;

/// <summary>Opens a model's sessions and connects the steps from a prompt to its head vectors.</summary>
internal sealed class HeadExtractorFactory : IDisposable
{
    private readonly LmmOptions _options;
    private readonly ModelEncoders _encoders;
    private readonly HeadDecoderFactory _decoders;
    private readonly ModelFolder _folder;
    private readonly Action<string> _warn;
    private volatile bool _isDisposed;

    /// <param name="folder">The model.</param>
    /// <param name="options">How to run it, on a device that was checked.</param>
    /// <param name="warn">Called with a message if an optimisation cannot be used.</param>
    public HeadExtractorFactory(ModelFolder folder, LmmOptions options, Action<string> warn)
    {
        (_folder, _options, _warn) = (folder, options, warn);
        _encoders = new ModelEncoders(folder.Files, folder.Configuration.HiddenSize, options, () => folder.PromptEncoder, warn);
        _decoders = new HeadDecoderFactory(folder.Decoder, folder.Files.Decoder, folder.CreateDecoderHints(), options, GetSample, warn);
    }

    /// <summary>Number of prompts whose image features did not have to be computed.</summary>
    public long ImageFeatureHits => _encoders.ImageFeatureHits;

    /// <summary>Creates an extractor for some heads, or for all.</summary>
    public IHeadExtractor Create(HeadLayout? heads, HeadExtractorOptions options, FeatureCache? cache)
    {
        // The decoder's session takes longest to start; the others start in parallel.
        using var others = new BackgroundWork([() => _ = _folder.PromptEncoder, () => _encoders.Open(options.TakesImages)]);
        var decoder = _decoders.Open(heads, withCaches: options.Caching && _options.PrefixCaching);
        try
        {
            others.Wait();
            return Connect(decoder, options, cache);
        }
        catch
        {
            decoder.Dispose();
            throw;
        }
    }

    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_isDisposed, typeof(MultimodalModel));

    /// <inheritdoc/>
    public void Dispose()
    {
        _isDisposed = true;
        _encoders.Dispose();
    }

    private IHeadExtractor Connect(HeadDecoder decoder, HeadExtractorOptions options, FeatureCache? cache)
    {
        var isSplit = options.Caching && _options.PrefixCaching && CanSplit(decoder);
        var preparer = CreatePreparer(options.Caching, isSplit ? new PrefixSplitter(_folder.PromptEncoder, _folder.Configuration.LongestUniformPrompt ?? int.MaxValue) : null);
        var batchSize = decoder.RunsPromptsAlone ? 1 : _options.BatchSize;
        var preparation = new PromptPreparation(preparer, _encoders.ImageBatches, _encoders.ImageThreads, capacity: Math.Max(batchSize, _encoders.ImageBatches?.BatchSize ?? 0));
        var extractor = new DecoderHeadExtractor(preparation, isSplit ? new PrefixCachingDecoder(decoder) : decoder, batchSize);
        return cache is null ? extractor : new CachingHeadExtractor(extractor, preparer, cache);
    }

    private bool CanSplit(HeadDecoder decoder)
    {
        if (decoder.CanSplit(GetSample()))
            return true;
        _warn($"{nameof(LmmOptions.PrefixCaching)} is off: the decoder does not continue from a KV cache with the same result as for whole prompts.");
        return false;
    }

    private DecoderInput GetSample()
    {
        var preparer = CreatePreparer(caching: false, splitter: null);
        return preparer.Prepare(preparer.Read(SamplePrompt.Create(_folder.PromptEncoder.TakesImages)), CancellationToken.None);
    }

    private PromptPreparer CreatePreparer(bool caching, PrefixSplitter? splitter) =>
        new(_folder.PromptEncoder, _encoders.GetImageEncoder(caching && _options.ImageFeatureCaching), _encoders.Embeddings, splitter);
}
