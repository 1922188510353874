namespace Microsoft.ML.Sav.Tool.Classification;

/// <summary>Output columns of the pipeline for a row.</summary>
internal sealed class Prediction
{
    public string PredictedLabel { get; set; } = "";

    public float[] Score { get; set; } = [];
}
