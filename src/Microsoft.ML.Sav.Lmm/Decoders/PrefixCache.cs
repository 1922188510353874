namespace Microsoft.ML.Sav.Lmm.Decoders;

/// <summary>The most recently used prefixes, up to a number of tokens. Safe to use from many threads.</summary>
/// <param name="maximumTokens">Maximum number of tokens of all prefixes together; the most recent one is cached in any case.</param>
internal sealed class PrefixCache(long maximumTokens)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Prefix> _prefixes = []; // Most recently used last.

    /// <summary>Finds the prefix of a prompt; <see langword="null"/> if it is not in the cache.</summary>
    public Prefix? Find(DecoderInput prompt)
    {
        lock (_lock)
        {
            for (var node = _prefixes.Last; node is not null; node = node.Previous)
            {
                if (!node.Value.IsPrefixOf(prompt))
                    continue;
                _prefixes.Remove(node);
                _prefixes.AddLast(node);
                return node.Value;
            }
            return null;
        }
    }

    /// <summary>Adds a prefix and removes the least recently used ones.</summary>
    public void Add(Prefix prefix)
    {
        lock (_lock)
        {
            _prefixes.AddLast(prefix);
            var tokens = _prefixes.Sum(cached => (long)cached.Length);
            while (tokens > maximumTokens && _prefixes is { Count: > 1, First.Value: var oldest })
            {
                _prefixes.RemoveFirst();
                tokens -= oldest.Length;
            }
        }
    }
}
