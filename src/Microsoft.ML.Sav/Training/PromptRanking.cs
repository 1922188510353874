using Microsoft.ML.Sav.Heads.Stacking;

namespace Microsoft.ML.Sav.Training;

/// <summary>
/// Ranks prompts by the log loss of training examples, each scored without itself. The kept one is the first that the best is not better than by
/// more than one standard error: with few examples, a lower loss is often luck.
/// </summary>
internal static class PromptRanking
{
    /// <summary>Ranks prompts.</summary>
    /// <param name="prompts">The prompts, the most preferred first.</param>
    /// <param name="trials">What training with each gave.</param>
    /// <returns>The prompts, lowest log loss first; in the given order if no example can be left out.</returns>
    public static IReadOnlyList<PromptScore> Rank(IReadOnlyList<string> prompts, IReadOnlyList<PromptTrial> trials)
    {
        if (trials.Any(trial => trial.Quality is null))
            return [.. prompts.Select((prompt, i) => new PromptScore(prompt, IsKept: i == 0, trials[i].Quality, StandardError: 0))];
        var best = trials.MinBy(trial => trial.Quality!.LogLoss)!;
        var kept = trials.Index().First(trial => !PairedLosses.AreClearlyLower(trial.Item.Losses, best.Losses)).Index;
        return
        [
            .. prompts
                .Select((prompt, i) => new PromptScore(prompt, IsKept: i == kept, trials[i].Quality, PairedLosses.Compare(trials[i].Losses, best.Losses).StandardError))
                .OrderBy(score => score.LeaveOneOut!.LogLoss),
        ];
    }
}
