namespace Microsoft.ML.Sav.Heads.Suggestions;

/// <summary>A row to label next.</summary>
/// <param name="Row">The row.</param>
/// <param name="ClusterSize">Number of similar rows that it is typical of; 0 if it was chosen for its scores.</param>
/// <param name="Scores">Its score per class; <see langword="null"/> if it was chosen without a classifier.</param>
internal sealed record RowToLabel(int Row, int ClusterSize, float[]? Scores);
