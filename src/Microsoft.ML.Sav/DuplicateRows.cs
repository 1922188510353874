namespace Microsoft.ML.Sav;

/// <summary>Rows that look the same to the LMM.</summary>
/// <param name="Rows">Positions of the rows in the data, from 0, ascending; at least two.</param>
/// <param name="Similarity">
/// Cosine similarity of the least similar pair that connects them: 1 for the same content, even in files of different formats.
/// </param>
public sealed record DuplicateRows(IReadOnlyList<long> Rows, float Similarity);
