using System.Collections.Concurrent;

namespace Microsoft.ML.Sav.Lmm.Caching;

/// <summary>One way through many prompts: those that follow one another and are not in the cache go to the extractor together.</summary>
internal sealed class CachedExtraction(FeatureCache cache, HeadExtractor extractor, CancellationToken cancellationToken)
{
    // the extractor takes prompts ahead of its results
    private readonly ConcurrentQueue<PromptKey?> _running = [];
    private CacheEntry? _next;

    public IEnumerable<float[]> Run(IEnumerable<Prompt> prompts)
    {
        using var entries = prompts.Select(prompt => cache.Find(prompt, extractor.Layout)).GetEnumerator();
        MoveNext(entries);
        while (_next is not null)
        {
            if (_next.Vectors is { } known)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return known;
                MoveNext(entries);
                continue;
            }
            foreach (var vectors in extractor.ExtractAll(Missing(entries), cancellationToken))
            {
                if (_running.TryDequeue(out var key) && key is not null)
                    cache.Keep(key, extractor.Layout, vectors);
                yield return vectors;
            }
        }
    }

    private IEnumerable<Prompt> Missing(IEnumerator<CacheEntry> entries)
    {
        for (; _next is { Vectors: null }; MoveNext(entries))
        {
            _running.Enqueue(_next.Key);
            yield return _next.Prompt;
        }
    }

    private void MoveNext(IEnumerator<CacheEntry> entries) => _next = entries.MoveNext() ? entries.Current : null;
}
