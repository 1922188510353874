namespace Microsoft.ML.Sav.Heads;

/// <summary>A training example that is near to another one.</summary>
/// <param name="Index">Index of the example in <see cref="TrainingExamples"/>.</param>
/// <param name="Similarity">Mean cosine over the compared features, from -1 to 1.</param>
public readonly record struct NearestExample(int Index, double Similarity);
