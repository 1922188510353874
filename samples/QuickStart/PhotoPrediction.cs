namespace QuickStart;

/// <summary>What the model says of a photo.</summary>
public sealed class PhotoPrediction
{
    public string PredictedLabel { get; set; } = "";

    public float[] Score { get; set; } = [];
}
