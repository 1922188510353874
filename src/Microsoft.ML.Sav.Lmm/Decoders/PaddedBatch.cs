namespace Microsoft.ML.Sav.Lmm.Decoders;

/// <summary>Prompts of different lengths side by side, padded on the right.</summary>
internal sealed class PaddedBatch(IReadOnlyList<DecoderInput> rows)
{
    private readonly int _length = rows.Max(row => row.Prompt.TokenIds.Length);

    /// <summary>Number of prompts.</summary>
    public int Size => rows.Count;

    /// <summary>[batch, tokens]</summary>
    public long[] Shape => [Size, _length];

    /// <summary>The tokens' values of all rows: [batch, tokens, ...].</summary>
    /// <param name="values">The values of a row's tokens, [tokens, ...].</param>
    /// <param name="padding">Fills what lies behind a row's last token.</param>
    public T[] Pad<T>(Func<DecoderInput, T[]> values, T padding = default) where T : struct
    {
        if (rows.Count == 1)
            return values(rows[0]);
        T[]? padded = null;
        foreach (var (index, row) in rows.Index())
        {
            var own = values(row);
            var tokenSize = own.Length / row.Prompt.TokenIds.Length;
            padded ??= new T[Size * _length * tokenSize];
            var place = padded.AsSpan(index * _length * tokenSize, _length * tokenSize);
            own.CopyTo(place);
            place[own.Length..].Fill(padding);
        }
        return padded!;
    }
}
