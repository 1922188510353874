namespace Microsoft.ML.Sav.Testing;

/// <summary>What an exported classifier returns for one row.</summary>
internal sealed record ExportedRow(float[] Scores, string Label, long LabelIndex, float[] HeadVectors);
