namespace Microsoft.ML.Sav.Tool.Examples.Tables;

/// <summary>Positions of the columns of a table; -1 for a column that it does not have.</summary>
internal readonly record struct ColumnPositions(int Image, int Text, int Label);
