namespace Microsoft.ML.Sav.Columns;

/// <summary>Names of the columns that a transformer reads and writes.</summary>
internal sealed record ColumnNames(string? Image, string? Text, string PredictedLabel, string Score);
