namespace Microsoft.ML.Sav.Heads;

/// <summary>A classifier over the heads that separate the classes of a support set best (arXiv 2412.00142, section 3).</summary>
/// <param name="Classifier">The classifier; its layout has the kept heads, best first.</param>
/// <param name="SuccessCounts">Success count per kept head; see <see cref="HeadScores.SuccessCounts"/>.</param>
public sealed record HeadSelection(SavClassifier Classifier, IReadOnlyList<int> SuccessCounts)
{
    /// <summary>Computes class means, scores every head and keeps the best.</summary>
    /// <param name="support">The examples; at least two classes must have one.</param>
    /// <param name="headCount">Number of heads to keep.</param>
    /// <param name="tieRule">Which class wins if several have the same number of votes.</param>
    /// <exception cref="ArgumentException">Fewer than two classes have examples.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="headCount"/> is below 1 or above the number of heads.</exception>
    public static HeadSelection Create(SupportSet support, int headCount, VoteTieRule tieRule = VoteTieRule.MeanCosine)
    {
        ArgumentNullException.ThrowIfNull(support);
        if (support.CountClassesWithExamples() < 2)
            throw new ArgumentException("Selecting heads needs examples of at least two classes.", nameof(support));

        var means = support.ComputeClassMeans();
        var scores = HeadScores.Compute(support, means);
        var best = scores.SelectBest(headCount);
        return new HeadSelection(
            new SavClassifier(means.Subset(best), tieRule),
            [.. best.Select(position => scores.SuccessCounts[position])]);
    }

    /// <summary>Returns a selection of fewer heads.</summary>
    /// <param name="headCount">Number of the best heads to keep.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="headCount"/> is below 1 or above the number of kept heads.</exception>
    public HeadSelection WithHeadCount(int headCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(headCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(headCount, SuccessCounts.Count);
        var means = Classifier.Means.Subset([.. Enumerable.Range(0, headCount)]);
        return new HeadSelection(new SavClassifier(means, Classifier.TieRule), [.. SuccessCounts.Take(headCount)]);
    }
}
