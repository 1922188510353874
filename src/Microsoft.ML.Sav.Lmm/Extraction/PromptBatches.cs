namespace Microsoft.ML.Sav.Lmm.Extraction;

/// <summary>Groups consecutive prompts of similar length into batches for the decoder.</summary>
/// <param name="size">Maximum number of prompts in a group.</param>
internal sealed class PromptBatches(int size)
{
    // A longer run keeps all cores busy with one prompt; only its memory would grow.
    private const int MaximumTokens = 1024;
    private const double MinimumTokenShare = 7.0 / 8; // The rest is padding.

    /// <summary>Groups prompts; the order is preserved, prompts that are done included.</summary>
    public IEnumerable<IReadOnlyList<PromptExtraction>> Group(IEnumerable<PromptExtraction> prompts)
    {
        var group = new List<PromptExtraction>(size);
        foreach (var prompt in prompts)
        {
            if (!Fits(group, prompt))
            {
                yield return group;
                group = new List<PromptExtraction>(size);
            }
            group.Add(prompt);
            if (group.Count < size && !group.TrueForAll(other => other.IsDone))
                continue;
            yield return group;
            group = new List<PromptExtraction>(size);
        }
        if (group.Count > 0)
            yield return group;
    }

    private static bool Fits(List<PromptExtraction> group, PromptExtraction prompt)
    {
        if (group.Count == 0 || prompt.IsDone)
            return true;
        var rows = group.Where(other => !other.IsDone).Append(prompt).Select(row => row.Input!).ToList();
        var padded = rows.Max(row => row.Length) * rows.Count;
        return rows.Count == 1
            || (padded <= MaximumTokens
                && rows.Sum(row => row.Length) >= MinimumTokenShare * padded
                && rows[0].Embeddings.Keys.SequenceEqual(rows[^1].Embeddings.Keys));
    }
}
