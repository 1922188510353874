using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm.Caching;

namespace Microsoft.ML.Sav.Lmm.Extraction;

/// <summary>Looks prompts up in the feature cache, and runs and caches those that it lacks.</summary>
/// <param name="extractor">Runs prompts.</param>
/// <param name="preparer">Reads the content that a prompt's key depends on.</param>
/// <param name="cache">The cache.</param>
internal sealed class CachingFeatureExtractor(IFeatureExtractor extractor, PromptPreparer preparer, FeatureCache cache) : IFeatureExtractor
{
    /// <inheritdoc/>
    public FeatureLayout Layout => extractor.Layout;

    /// <inheritdoc/>
    public long TokenCount => extractor.TokenCount;

    /// <inheritdoc/>
    public void Extract(PromptExtraction prompt, CancellationToken cancellationToken)
    {
        Find(prompt);
        extractor.Extract(prompt, cancellationToken);
        Store(prompt);
    }

    /// <inheritdoc/>
    public IEnumerable<PromptExtraction> ExtractAll(IEnumerable<PromptExtraction> prompts, CancellationToken cancellationToken)
    {
        // Prompts that are found pass through the extractor in their order, with their vectors.
        foreach (var prompt in extractor.ExtractAll(prompts.Select(Find), cancellationToken))
            yield return Store(prompt);
    }

    /// <inheritdoc/>
    public void Dispose() => extractor.Dispose();

    private PromptExtraction Find(PromptExtraction prompt)
    {
        prompt.Try(it => it.Content ??= preparer.Read(it.Prompt));
        prompt.Try(it => it.Vectors = cache.Find(it.Content!.Text, it.Content.Images, Layout));
        prompt.IsFromCache = prompt.Vectors is not null;
        return prompt;
    }

    private PromptExtraction Store(PromptExtraction prompt)
    {
        if (prompt is { Vectors: { } vectors, IsFromCache: false })
            cache.Add(prompt.Content!.Text, prompt.Content.Images, Layout, vectors);
        return prompt;
    }
}
