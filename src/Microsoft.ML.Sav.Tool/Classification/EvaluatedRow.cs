namespace Microsoft.ML.Sav.Tool.Classification;

/// <summary>What an evaluation needs of a row.</summary>
internal sealed class EvaluatedRow
{
    /// <summary>Key of the label, from 1.</summary>
    public uint Label { get; set; }

    public string PredictedLabel { get; set; } = "";

    public float[] Score { get; set; } = [];
}
