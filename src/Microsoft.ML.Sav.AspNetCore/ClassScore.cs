namespace Microsoft.ML.Sav.AspNetCore;

/// <summary>A class and its probability.</summary>
/// <param name="Label">Name of the class.</param>
/// <param name="Score">Probability, between 0 and 1.</param>
public readonly record struct ClassScore(string Label, float Score);
