using System.Numerics.Tensors;
using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Lmm.Sessions.Prefixes;

/// <summary>
/// Runs prompts so that tokens that several of them begin with run once: the instruction before each text, the image before each
/// question. Safe to use from many threads.
/// </summary>
/// <remarks>
/// A prompt's first tokens become a prefix when a neighbour in the batch, or the last prompt before, shares them. With the first
/// prompts that share one the decoder is put to the test: where it does not return what it returns for whole prompts (attention in
/// both directions, rounding that depends on the number of tokens), no prefix is used.
/// </remarks>
/// <param name="decoder">The decoder.</param>
/// <param name="longestPrompt">Longer prompts run as a whole; 0 for all.</param>
internal sealed class PrefixCachingDecoder(HeadDecoder decoder, int longestPrompt) : IDisposable
{
    // a run costs as much as about ten tokens beside its own, and a short one up to a fifth more for each token
    private const int LeastTokens = 32;
    private const double LeastShare = 1.0 / 4;
    private const long MaximumBytes = 256L << 20;
    private const float Tolerance = 1e-5f;

    private volatile Trust _trust = decoder.Caches.Count > 0 && longestPrompt > 0 ? Trust.Untested : Trust.Never;
    private volatile Prefix? _longest;
    private volatile DecoderInput? _last;

    private enum Trust
    {
        Untested,
        Always,
        Never,
    }

    /// <inheritdoc cref="HeadDecoder.Layout"/>
    public HeadLayout Layout => decoder.Layout;

    /// <inheritdoc cref="HeadDecoder.TokenCount"/>
    public long TokenCount => decoder.TokenCount;

    /// <inheritdoc cref="HeadDecoder.Run(IReadOnlyList{DecoderInput}, CancellationToken)"/>
    public IReadOnlyList<float[]> Run(IReadOnlyList<DecoderInput> rows, CancellationToken cancellationToken)
    {
        if (_trust == Trust.Never)
            return decoder.Run(rows, cancellationToken);
        try
        {
            return RunInParts(rows, cancellationToken);
        }
        catch (InvalidDataException)
        {
            var vectors = decoder.Run(rows, cancellationToken); // which throws when it is a row's fault
            Distrust();
            return vectors;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => decoder.Dispose();

    private List<float[]> RunInParts(IReadOnlyList<DecoderInput> rows, CancellationToken cancellationToken)
    {
        var vectors = new List<float[]>(rows.Count);
        while (vectors.Count < rows.Count)
        {
            var start = vectors.Count;
            var prefix = PrefixOf(rows, start, cancellationToken);
            var end = start + 1;
            while (end < rows.Count && ReferenceEquals(PrefixOf(rows, end, cancellationToken), prefix))
                end++;
            DecoderInput[] part = [.. rows.Take(start..end)];
            vectors.AddRange(prefix is null ? decoder.Run(part, cancellationToken) : RunBehind(prefix, part, cancellationToken));
        }
        _last = rows[^1];
        return vectors;
    }

    private float[][] RunBehind(Prefix prefix, DecoderInput[] rows, CancellationToken cancellationToken)
    {
        if (_trust == Trust.Always)
            return decoder.Run(prefix, rows, cancellationToken);
        var whole = decoder.Run(rows, cancellationToken);
        if (Agree(decoder.Run(prefix, [rows[0]], cancellationToken)[0], whole[0]))
            _trust = Trust.Always;
        else
            Distrust();
        return whole;
    }

    private Prefix? PrefixOf(IReadOnlyList<DecoderInput> rows, int index, CancellationToken cancellationToken)
    {
        var row = rows[index];
        if (_trust == Trust.Never || row.Length > longestPrompt)
            return null;
        var known = _longest;
        while (known is not null && !known.Begins(row))
            known = known.Start;
        DecoderInput?[] neighbours = [index == 0 ? _last : rows[index - 1], rows.ElementAtOrDefault(index + 1)];
        var shared = neighbours.OfType<DecoderInput>().Select(neighbour => Math.Min(row.SharedLength(neighbour), row.Length - 1)).DefaultIfEmpty().Max();
        var saved = shared - (known?.Length ?? 0);
        return saved >= LeastTokens && saved >= LeastShare * row.Length && CanKeep(known, shared)
            ? _longest = decoder.RunPrefix(known, row, shared, cancellationToken)
            : known;
    }

    private bool CanKeep(Prefix? start, int length) => (length + (start?.KeptTokens ?? 0)) * decoder.CacheBytesOfToken <= MaximumBytes;

    // in relation to the layer's longest vector; not a number is never near
    private bool Agree(float[] vectors, float[] expected) => Layout.Index().GroupBy(head => head.Item.Layer, head => head.Index).All(layer =>
    {
        var tolerance = Tolerance * layer.Max(head => TensorPrimitives.Norm(Layout.Slice(expected, head)));
        return layer.All(head => TensorPrimitives.Distance(Layout.Slice(vectors, head), Layout.Slice(expected, head)) <= tolerance);
    });

    private void Distrust()
    {
        _trust = Trust.Never;
        _longest = null;
        _last = null;
    }
}
