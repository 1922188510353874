namespace Microsoft.ML.Sav.AspNetCore;

/// <summary>The prediction of a row.</summary>
/// <param name="Label">Name of the predicted class; <see langword="null"/> if the row looks like none of the classes (only with a rejection rate).</param>
/// <param name="Scores">Probability per class, greatest first. They add up to 1.</param>
public sealed record SavPrediction(string? Label, IReadOnlyList<ClassScore> Scores);
