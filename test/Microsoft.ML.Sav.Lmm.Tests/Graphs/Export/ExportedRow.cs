namespace Microsoft.ML.Sav.Lmm.Tests.Graphs.Export;

/// <summary>What an exported classifier returns for one row.</summary>
internal sealed record ExportedRow(float[] Scores, string Label, long LabelIndex, float[] HeadVectors);
