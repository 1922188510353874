using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm.Caching;
using Microsoft.ML.Sav.Lmm.Sessions;

namespace Microsoft.ML.Sav.Lmm.Extraction;

/// <summary>Looks prompts up in the feature cache, and runs and caches those that it lacks.</summary>
/// <param name="open">Opens what runs prompts for all features of the cache. Called for the first prompt that the cache lacks.</param>
/// <param name="reader">Reads the content that a prompt's key depends on.</param>
/// <param name="cache">The cache.</param>
/// <param name="layout">The features to return.</param>
internal sealed class CachingFeatureExtractor(Func<IFeatureExtractor> open, PromptPreparer reader, FeatureCache cache, FeatureLayout layout) : IFeatureExtractor
{
    private readonly SharedResource<IFeatureExtractor> _extractor = new(nameof(FeatureExtractor), open);
    private readonly int[]? _positions = layout.Equals(cache.Layout) ? null : cache.FindPositions(layout);

    /// <inheritdoc/>
    public FeatureLayout Layout => layout;

    /// <inheritdoc/>
    public long TokenCount => _extractor.ValueIfOpen?.TokenCount ?? 0;

    /// <inheritdoc/>
    public void Extract(PromptExtraction prompt, CancellationToken cancellationToken)
    {
        if (!Find(prompt).IsDone)
            _extractor.Value.Extract(prompt, cancellationToken);
        Complete(prompt);
    }

    /// <inheritdoc/>
    public IEnumerable<PromptExtraction> ExtractAll(IEnumerable<PromptExtraction> prompts, CancellationToken cancellationToken)
    {
        using var found = prompts.Select(Find).GetEnumerator();
        while (found.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (found.Current.IsDone)
            {
                yield return Complete(found.Current);
                continue;
            }
            // Later prompts that are found pass through the extractor in their order, with their vectors.
            foreach (var prompt in _extractor.Value.ExtractAll(FromCurrent(found), cancellationToken))
                yield return Complete(prompt);
        }
    }

    /// <summary>Deletes the vectors of a prompt from the cache. Returns <see langword="false"/> if it lacks them.</summary>
    /// <exception cref="PromptException">The prompt cannot be used.</exception>
    public bool Remove(Prompt prompt)
    {
        var extraction = new PromptExtraction(prompt);
        extraction.Try(it => it.Content = reader.Read(it.Prompt));
        return extraction.Error is null ? cache.Remove(extraction.Content!.Text, extraction.Content.Images) : throw extraction.Error;
    }

    /// <inheritdoc/>
    public void Dispose() => _extractor.Dispose();

    private static IEnumerable<PromptExtraction> FromCurrent(IEnumerator<PromptExtraction> prompts)
    {
        do
            yield return prompts.Current;
        while (prompts.MoveNext());
    }

    private PromptExtraction Find(PromptExtraction prompt)
    {
        prompt.Try(it => it.Content ??= reader.Read(it.Prompt));
        prompt.Try(it => it.Vectors = cache.Find(it.Content!.Text, it.Content.Images));
        prompt.IsFromCache = prompt.Vectors is not null;
        return prompt;
    }

    private PromptExtraction Complete(PromptExtraction prompt)
    {
        if (prompt.Vectors is not { } vectors)
            return prompt;
        if (!prompt.IsFromCache)
            cache.Add(prompt.Content!.Text, prompt.Content.Images, vectors);
        if (_positions is not null)
            prompt.Vectors = cache.Layout.Gather(vectors, _positions);
        return prompt;
    }
}
