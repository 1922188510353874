namespace Microsoft.ML.Sav;

/// <summary>A label that is less probable than another, according to a classifier trained on the other rows.</summary>
/// <param name="Row">Position of the row in the data, from 0.</param>
/// <param name="Label">The row's label.</param>
/// <param name="Probability">Probability of the row's label.</param>
/// <param name="SuggestedLabel">The most probable label.</param>
/// <param name="SuggestedProbability">Probability of the most probable label.</param>
public sealed record DoubtfulLabel(long Row, string Label, float Probability, string SuggestedLabel, float SuggestedProbability);
