namespace Microsoft.ML.Sav.Lmm.Decoders;

/// <summary>A batch of prompts, padded on the right to one length.</summary>
internal sealed class PaddedBatch(IReadOnlyList<DecoderInput> rows)
{
    private readonly int _length = rows.Max(row => row.Prompt.TokenIds.Length);

    /// <summary>Number of prompts.</summary>
    public int Size => rows.Count;

    /// <summary>[batch, tokens]</summary>
    public long[] Shape => [Size, _length];

    /// <summary>Pads the values of all prompts to [batch, tokens, ...].</summary>
    /// <param name="values">Returns the values of a prompt, [tokens, ...].</param>
    /// <param name="padding">The value after a prompt's last token.</param>
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
