namespace Microsoft.ML.Sav.Lmm.Decoders;

/// <summary>
/// Runs every prompt in two parts (<see cref="DecoderInput.PrefixLength"/>) and caches the KV cache after the first part for other prompts
/// that share it. The split depends only on the prompt, so a prompt's vectors do not depend on other prompts.
/// </summary>
internal sealed class PrefixCachingDecoder(HeadDecoder decoder) : IHeadDecoder
{
    private const long MaximumBytes = 256L << 20;

    private readonly PrefixCache _prefixes = new(MaximumBytes / Math.Max(1, decoder.CacheBytesPerToken));

    /// <inheritdoc/>
    public long TokenCount => decoder.TokenCount;

    /// <inheritdoc/>
    public IReadOnlyList<float[]> Run(IReadOnlyList<DecoderInput> rows, CancellationToken cancellationToken)
    {
        var vectors = new List<float[]>(rows.Count);
        while (vectors.Count < rows.Count)
        {
            var first = rows[vectors.Count];
            var prefix = first.PrefixLength == 0 ? null : GetPrefix(first, cancellationToken);
            // Neighbours with the same prefix run together.
            DecoderInput[] part = [.. rows.Skip(vectors.Count).TakeWhile(row => prefix is null ? row.PrefixLength == 0 : prefix.IsPrefixOf(row))];
            vectors.AddRange(prefix is null ? decoder.Run(part, cancellationToken) : decoder.Run(prefix, part, cancellationToken));
        }
        return vectors;
    }

    /// <inheritdoc/>
    public void Dispose() => decoder.Dispose();

    private Prefix GetPrefix(DecoderInput prompt, CancellationToken cancellationToken)
    {
        if (_prefixes.Find(prompt) is { } known)
            return known;
        var prefix = decoder.RunPrefix(prompt, cancellationToken);
        _prefixes.Add(prefix);
        return prefix;
    }
}
