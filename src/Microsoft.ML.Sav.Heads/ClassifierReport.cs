namespace Microsoft.ML.Sav.Heads;

/// <summary>What training chose, and why.</summary>
/// <param name="Kind">Kind of the classifier.</param>
/// <param name="Features">The features that the classifier uses, best first per kind of feature.</param>
/// <param name="Experts">Every candidate that could take part, those with weight 0 included; empty for classifiers without experts.</param>
/// <param name="LeaveOneOut">
/// Quality on training examples, each scored by a classifier trained without it; <see langword="null"/> if not known.
/// </param>
public sealed record ClassifierReport(
    ClassifierKind Kind, IReadOnlyList<FeatureScore> Features, IReadOnlyList<ExpertReport> Experts, ClassificationQuality? LeaveOneOut)
{
    /// <summary>
    /// Area under the risk-coverage curve of the training examples, each scored by a classifier trained without it (see
    /// <see cref="RiskCoverage"/>); <see langword="null"/> if not known.
    /// </summary>
    public double? RiskCoverageArea { get; init; }
}
