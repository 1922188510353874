namespace QuickStart;

/// <summary>The prediction for a photo.</summary>
public sealed class PhotoPrediction
{
    public string PredictedLabel { get; set; } = "";

    public float[] Score { get; set; } = [];
}
