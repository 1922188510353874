namespace Microsoft.ML.Sav;

/// <summary>A row to label next.</summary>
/// <param name="Row">Position of the row in the data, from 0.</param>
/// <param name="ClusterSize">Number of similar rows that the row is typical of, itself included; 0 if it was chosen because its label is uncertain.</param>
/// <param name="LikelyLabels">The two most probable labels with their probabilities; empty if the row was chosen as typical.</param>
public sealed record SuggestedRow(long Row, int ClusterSize, IReadOnlyList<KeyValuePair<string, float>> LikelyLabels);
