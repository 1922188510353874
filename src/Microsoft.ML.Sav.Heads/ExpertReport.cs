namespace Microsoft.ML.Sav.Heads;

/// <summary>A group of features of one kind as a classifier of its own.</summary>
/// <param name="Kind">Kind of the features.</param>
/// <param name="FeatureCount">Number of features, the best of their kind.</param>
/// <param name="Weight">Factor of its scores in the classifier; 0 if the classifier does without it.</param>
/// <param name="Shrinkage">Mean share of the spherical covariance in the features' covariance, between 0 and 1.</param>
/// <param name="LeaveOneOut">Quality of this expert alone on training examples, each scored by an expert trained without it; <see langword="null"/> if not known.</param>
public sealed record ExpertReport(FeatureKind Kind, int FeatureCount, double Weight, double Shrinkage, ClassificationQuality? LeaveOneOut);
