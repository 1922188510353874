namespace Microsoft.ML.Sav.Lmm.Attribution;

/// <summary>The features of a prompt, and what each is the sum of.</summary>
/// <param name="Vectors">The features' floats, in the order of their layout.</param>
/// <param name="Features">The parts per feature, in the order of the layout.</param>
internal sealed record PromptAttribution(float[] Vectors, IReadOnlyList<FeatureParts> Features);
