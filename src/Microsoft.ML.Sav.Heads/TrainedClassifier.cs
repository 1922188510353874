namespace Microsoft.ML.Sav.Heads;

/// <summary>A classifier, and how it came about.</summary>
/// <param name="Classifier">The classifier.</param>
/// <param name="Report">What was chosen, and why.</param>
public sealed record TrainedClassifier(FeatureClassifier Classifier, ClassifierReport Report)
{
    /// <summary>
    /// Scores of each training example by a classifier that was trained without it; <see langword="null"/> if that would take too long, an
    /// entry is empty if the example is the only one of its class.
    /// </summary>
    internal IReadOnlyList<float[]>? LeaveOneOutScores { get; init; }

    /// <summary>Rejects examples that look like none of the classes; <see langword="null"/> if <see cref="ClassifierOptions.RejectionRate"/> was not set.</summary>
    public RejectOption? RejectOption { get; init; }

    /// <summary>
    /// Sets of labels with a chosen coverage; <see langword="null"/> with one example per class, and if there are too many examples to score each
    /// by a classifier of <see cref="ClassifierKind.SparseAttentionVectors"/> or <see cref="ClassifierKind.Hec"/> trained without it.
    /// </summary>
    public ConformalPredictor? ConformalPredictor { get; init; }

    /// <summary>Returns a classifier with what follows from the scores of its training examples by classifiers that were trained without them.</summary>
    /// <param name="examples">The training examples.</param>
    /// <param name="scores">See <see cref="LeaveOneOutScores"/>.</param>
    internal TrainedClassifier WithLeaveOneOut(ILabelledExamples examples, IReadOnlyList<float[]> scores)
    {
        int[] classes = [.. Enumerable.Range(0, examples.Count).Select(examples.GetClass)];
        var trained = this with { LeaveOneOutScores = scores };
        return ClassificationQuality.Compute(scores, classes) is not { } quality ? trained : trained with
        {
            Report = Report with { LeaveOneOut = quality, RiskCoverageArea = RiskCoverage.Compute(scores, classes).Area },
            ConformalPredictor = new ConformalPredictor(scores.Zip(classes).Where(example => example.First.Length > 0).Select(example => example.First[example.Second])),
        };
    }

    /// <summary>Returns a classifier of the best features only, without reject option and label sets, which belong to all features.</summary>
    /// <param name="count">Number of features.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1 or above the number of features.</exception>
    /// <exception cref="NotSupportedException">Classifiers of this kind need all their features.</exception>
    public TrainedClassifier WithFeatureCount(int count) => new(
        Classifier.WithFeatureCount(count), Report with { Features = [.. Report.Features.Take(count)], LeaveOneOut = null, RiskCoverageArea = null });
}
