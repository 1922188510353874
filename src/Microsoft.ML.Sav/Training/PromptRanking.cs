using Microsoft.ML.Sav.Heads.Stacking;

namespace Microsoft.ML.Sav.Training;

/// <summary>
/// Ranks prompts by the log loss of training examples, each scored without itself. The kept one is the first that the best is not better than by
/// more than one standard error: with few examples, a lower loss is often luck. Rows that were skipped with one of the prompts do not count.
/// </summary>
internal static class PromptRanking
{
    /// <summary>Ranks prompts.</summary>
    /// <param name="prompts">The prompts, the most preferred first.</param>
    /// <param name="trials">What training with each gave.</param>
    /// <returns>The prompts, lowest log loss first; in the given order if no example can be left out.</returns>
    public static IReadOnlyList<PromptScore> Rank(IReadOnlyList<string> prompts, IReadOnlyList<PromptTrial> trials)
    {
        // A row may be skipped with some of the prompts only.
        long[] rows = [.. trials[0].Losses.Keys.Where(row => trials.All(trial => trial.Losses.ContainsKey(row)))];
        if (rows.Length == 0)
            return [.. prompts.Select((prompt, i) => new PromptScore(prompt, IsKept: i == 0, trials[i].Quality, StandardError: 0))];
        double[][] losses = [.. trials.Select(trial => Array.ConvertAll(rows, row => trial.Losses[row]))];
        var best = losses.MinBy(ofPrompt => ofPrompt.Average())!;
        var kept = losses.Index().First(ofPrompt => !PairedLosses.AreClearlyLower(ofPrompt.Item, best)).Index;
        return
        [
            .. prompts.Index().OrderBy(prompt => losses[prompt.Index].Average()).Select(prompt => new PromptScore(
                prompt.Item, IsKept: prompt.Index == kept, trials[prompt.Index].Quality, PairedLosses.Compare(losses[prompt.Index], best).StandardError)),
        ];
    }
}
