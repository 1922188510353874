namespace Microsoft.ML.Sav.Columns;

/// <summary>Names of the input and output columns of a transformer.</summary>
internal sealed record ColumnNames(string? Image, string? Text, string PredictedLabel, string Score, string? Contribution = null);
