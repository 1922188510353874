namespace Microsoft.ML.Sav.Heads;

/// <summary>The heads that separate the classes of a support set best, as a classifier (arXiv 2412.00142, section 3).</summary>
/// <param name="Classifier">Lets the kept heads vote, best head first.</param>
/// <param name="SuccessCounts">Success count of each kept head; see <see cref="HeadScores.SuccessCounts"/>.</param>
public sealed record HeadSelection(HeadClassifier Classifier, IReadOnlyList<int> SuccessCounts)
{
    /// <summary>Computes class means, scores every head, and keeps the best.</summary>
    /// <param name="support">The examples; at least two classes must have one.</param>
    /// <param name="headCount">Number of heads to keep.</param>
    /// <param name="tieRule">Which class wins among those with equal votes.</param>
    /// <exception cref="ArgumentException">Fewer than two classes have examples.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="headCount"/> is below 1 or above the number of heads.</exception>
    public static HeadSelection Train(SupportSet support, int headCount, VoteTieRule tieRule = VoteTieRule.MeanCosine)
    {
        ArgumentNullException.ThrowIfNull(support);
        if (support.CountClassesWithExamples() < 2)
            throw new ArgumentException("Selecting heads needs examples of at least two classes.", nameof(support));

        var means = support.ComputeClassMeans();
        var scores = HeadScores.Measure(support, means);
        var best = scores.Best(headCount);
        return new HeadSelection(
            new HeadClassifier(means.Select(best), tieRule),
            [.. best.Select(position => scores.SuccessCounts[position])]);
    }

    /// <summary>The same selection with fewer heads.</summary>
    /// <param name="headCount">How many of the best heads to keep.</param>
    public HeadSelection WithHeads(int headCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(headCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(headCount, SuccessCounts.Count);
        var means = Classifier.Means.Select([.. Enumerable.Range(0, headCount)]);
        return new HeadSelection(new HeadClassifier(means, Classifier.TieRule), [.. SuccessCounts.Take(headCount)]);
    }
}
