namespace Microsoft.ML.Sav.Heads.Suggestions;

/// <summary>A training example whose label is doubtful.</summary>
/// <param name="Example">The example.</param>
/// <param name="Class">The class that it is labelled with.</param>
/// <param name="SuggestedClass">The class with the greatest score.</param>
/// <param name="Scores">Its scores by a classifier trained without it.</param>
internal sealed record LabelDoubt(int Example, int Class, int SuggestedClass, float[] Scores);
