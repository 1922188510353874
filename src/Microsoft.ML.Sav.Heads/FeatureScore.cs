namespace Microsoft.ML.Sav.Heads;

/// <summary>A feature that a classifier uses.</summary>
/// <param name="Feature">The feature.</param>
/// <param name="Score">
/// What it was selected by: the number of training examples whose own class has the nearest mean (Sparse Attention Vectors), the mean
/// reliability (CALM), the mean probability of the true class (HEC-V), or the mean leave-one-out log-probability of the true class.
/// </param>
public sealed record FeatureScore(Feature Feature, double Score);
