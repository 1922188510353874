namespace Microsoft.ML.Sav.Tool.Models;

/// <summary>What a model says of an example.</summary>
internal sealed class Prediction
{
    public string PredictedLabel { get; set; } = "";

    public float[] Score { get; set; } = [];
}
