namespace Microsoft.ML.Sav.Lmm.Sessions;

/// <summary>Groups prompts for one run of the decoder each, in their order.</summary>
/// <param name="size">Most prompts in a group.</param>
internal sealed class PromptBatches(int size)
{
    // beyond, a run is busy with one prompt alone, and only its memory would grow
    private const int MaximumTokens = 1024;

    // of eight tokens that a run computes, one may be padding
    private const double LeastShareOfTokens = 7.0 / 8;

    /// <summary>Groups of prompts of about the same length.</summary>
    public IEnumerable<IReadOnlyList<DecoderInput>> Group(IEnumerable<DecoderInput> prompts)
    {
        var batch = new List<DecoderInput>(size);
        foreach (var prompt in prompts)
        {
            if (batch.Count > 0 && !Fits(batch, prompt))
            {
                yield return batch;
                batch = new List<DecoderInput>(size);
            }
            batch.Add(prompt);
            if (batch.Count < size)
                continue;
            yield return batch;
            batch = new List<DecoderInput>(size);
        }
        if (batch.Count > 0)
            yield return batch;
    }

    private static bool Fits(List<DecoderInput> batch, DecoderInput prompt)
    {
        int[] lengths = [.. batch.Append(prompt).Select(row => row.Prompt.TokenIds.Length)];
        var padded = lengths.Max() * lengths.Length;
        return padded <= MaximumTokens
            && lengths.Sum() >= LeastShareOfTokens * padded
            && batch[0].Embeddings.Keys.SequenceEqual(prompt.Embeddings.Keys);
    }
}
