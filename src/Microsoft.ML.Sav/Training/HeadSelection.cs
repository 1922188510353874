using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Scoring;

namespace Microsoft.ML.Sav.Training;

/// <summary>Makes a model out of labelled head vectors: class means, head scores, and the heads with the best scores.</summary>
internal static class HeadSelection
{
    /// <exception cref="InvalidOperationException">The examples are of fewer than two classes.</exception>
    public static SavModel Train(SupportSet support, DataViewSchema.Column label, int headCount, VoteTieRule tieRule)
    {
        var means = support.ComputeClassMeans();
        if (Enumerable.Range(0, means.ClassCount).Count(classIndex => means.CountOf(classIndex) > 0) < 2)
        {
            throw new InvalidOperationException(
                $"Training needs labelled rows of at least two classes, "
                + $"but label column '{label.Name}' has {support.Count} labelled rows of {(support.Count == 0 ? "none" : "one")}.");
        }

        var scores = HeadScores.Measure(support, means);
        var best = scores.Best(headCount);
        return new SavModel(
            new HeadClassifier(means.Select(best), tieRule),
            [.. best.Select(position => scores.SuccessCounts[position])],
            KeyValues.Of(label, means.ClassCount));
    }
}
