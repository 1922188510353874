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
}
