using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav;

/// <summary>What a feature adds to each class.</summary>
/// <param name="Feature">The feature.</param>
/// <param name="Values">A value per class.</param>
public sealed record FeatureContribution(Feature Feature, IReadOnlyList<float> Values);
