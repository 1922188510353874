using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm.Extraction;

namespace Microsoft.ML.Sav.Lmm;

/// <summary>
/// Runs prompts through a model and returns features (<see cref="FeatureKind"/>). Those of heads are the output of each attention head before
/// its layer's output projection (arXiv 2412.00142, section 3). Prompts without an image have zeros for vision encoder and projector. Safe to use from many threads. Once its <see cref="MultimodalModel"/> is disposed it throws
/// <see cref="ObjectDisposedException"/>.
/// </summary>
/// <remarks>
/// A prompt's vectors from <see cref="Extract"/> do not depend on other prompts, to the last bit. Those from
/// <see cref="ExtractAll(IEnumerable{Prompt}, CancellationToken)"/> may differ from them by rounding, since prompts run in batches.
/// </remarks>
public sealed class FeatureExtractor : IDisposable
{
    private readonly IFeatureExtractor _extractor;
    private readonly FeatureExtractorFactory _model;

    internal FeatureExtractor(IFeatureExtractor extractor, FeatureExtractorFactory model) => (_extractor, _model) = (extractor, model);

    /// <summary>The features that are returned.</summary>
    public FeatureLayout Layout => _extractor.Layout;

    internal long TokenCount => _extractor.TokenCount;

    /// <summary>Returns the features of one prompt.</summary>
    /// <param name="prompt">Images, text or both.</param>
    /// <param name="cancellationToken">Ends the run early.</param>
    /// <returns><see cref="FeatureLayout.VectorLength"/> floats, in the order of <see cref="Layout"/>.</returns>
    /// <exception cref="PromptException">The prompt cannot be used; the inner exception is the cause.</exception>
    public float[] Extract(Prompt prompt, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        _model.ThrowIfDisposed();
        var extraction = new PromptExtraction(prompt);
        _extractor.Extract(extraction, cancellationToken);
        return extraction.GetVectors();
    }

    /// <summary>Returns the features of many prompts, in their order.</summary>
    /// <inheritdoc cref="ExtractAll{T}" path="/remarks"/>
    /// <param name="prompts">The prompts. Enumerated once, on another thread.</param>
    /// <param name="cancellationToken">Ends the enumeration early.</param>
    /// <exception cref="PromptException">A prompt cannot be used; thrown after the vectors of the prompts before it.</exception>
    public IEnumerable<float[]> ExtractAll(IEnumerable<Prompt> prompts, CancellationToken cancellationToken = default) =>
        ExtractAll(prompts, prompt => prompt, cancellationToken).Select(extraction => extraction.GetVectors());

    /// <summary>Returns items with the features of their prompts, in the items' order. An item whose prompt cannot be used has an error instead.</summary>
    /// <remarks>
    /// Prompts are prepared a bounded number ahead, and those of about the same length run through the decoder together
    /// (<see cref="LmmOptions.BatchSize"/>).
    /// </remarks>
    /// <param name="items">The items. Enumerated once, on another thread.</param>
    /// <param name="getPrompt">Returns an item's prompt.</param>
    /// <param name="cancellationToken">Ends the enumeration early.</param>
    public IEnumerable<HeadExtraction<T>> ExtractAll<T>(IEnumerable<T> items, Func<T, Prompt> getPrompt, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(getPrompt);
        _model.ThrowIfDisposed();
        return _extractor.ExtractAll(items.Select(item => new ItemExtraction<T>(item, getPrompt(item))), cancellationToken)
            .Cast<ItemExtraction<T>>()
            .Select(extraction => new HeadExtraction<T>(extraction.Item, extraction.Vectors, extraction.Error, extraction.IsFromCache) { Images = extraction.Content?.Images });
    }

    /// <summary>
    /// Deletes the features of a prompt from the feature cache. Returns <see langword="false"/> if there were none, or there is no cache.
    /// </summary>
    /// <exception cref="PromptException">The prompt cannot be used.</exception>
    /// <exception cref="IOException">They cannot be deleted.</exception>
    internal bool RemoveFromCache(Prompt prompt) => _extractor is CachingFeatureExtractor cached && cached.Remove(prompt);

    /// <summary>Closes the decoder, after the runs that are in progress.</summary>
    public void Dispose() => _extractor.Dispose();

    private sealed class ItemExtraction<T>(T item, Prompt prompt) : PromptExtraction(prompt)
    {
        public T Item => item;
    }
}
