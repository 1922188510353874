namespace Microsoft.ML.Sav.Testing;

/// <summary>One row of a decoder's inputs.</summary>
/// <param name="Ids">[tokens]</param>
/// <param name="Embeds">[tokens, hidden], or null when the decoder takes ids.</param>
/// <param name="Positions">[1 or 3 axes][tokens]</param>
internal sealed record Prefill(long[] Ids, float[]? Embeds, long[][] Positions)
{
    public long[] Mask { get; private init; } = [.. Enumerable.Repeat(1L, Ids.Length)];

    /// <summary>Share of each token in the mean over a row's tokens; by default over all but padding.</summary>
    public float[] TokenWeights
    {
        get => field ?? Array.ConvertAll(Mask, bit => bit / (float)Mask.Sum());
        init;
    }

    public long LastToken => Array.LastIndexOf(Mask, 1);

    public Prefill Pad(int length, bool left)
    {
        var added = length - Ids.Length;
        return this with
        {
            Ids = Extend(Ids, added, left),
            Embeds = Embeds is null ? null : Extend(Embeds, added * (Embeds.Length / Ids.Length), left),
            Positions = Array.ConvertAll(Positions, axis => Extend(axis, added, left)),
            Mask = Extend(Mask, added, left),
        };
    }

    private static T[] Extend<T>(T[] values, int count, bool left) => left ? [.. new T[count], .. values] : [.. values, .. new T[count]];
}
