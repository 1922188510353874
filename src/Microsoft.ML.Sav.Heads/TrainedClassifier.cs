namespace Microsoft.ML.Sav.Heads;

/// <summary>A classifier, and how it came about.</summary>
/// <param name="Classifier">The classifier.</param>
/// <param name="Report">What was chosen, and why.</param>
public sealed record TrainedClassifier(FeatureClassifier Classifier, ClassifierReport Report)
{
    /// <summary>
    /// Scores of each training example by a classifier that was trained without it; <see langword="null"/> if the kind of classifier has none,
    /// an entry is empty if the example is the only one of its class.
    /// </summary>
    internal IReadOnlyList<float[]>? LeaveOneOutScores { get; init; }

    /// <summary>Rejects examples that look like none of the classes; <see langword="null"/> if <see cref="ClassifierOptions.RejectionRate"/> was not set.</summary>
    public RejectOption? RejectOption { get; init; }

    /// <summary>
    /// Sets of labels with a chosen coverage; <see langword="null"/> for classifiers without leave-one-out scores, and with one example per class.
    /// </summary>
    public ConformalPredictor? ConformalPredictor { get; init; }

    /// <summary>Returns a classifier of the best features only, without reject option and label sets, which belong to all features.</summary>
    /// <param name="count">Number of features.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1 or above the number of features.</exception>
    /// <exception cref="NotSupportedException">Classifiers of this kind need all their features.</exception>
    public TrainedClassifier WithFeatureCount(int count) => new(
        Classifier.WithFeatureCount(count), Report with { Features = [.. Report.Features.Take(count)], LeaveOneOut = null, RiskCoverageArea = null });
}
