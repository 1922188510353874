namespace Microsoft.ML.Sav.Benchmarks.Data;

/// <summary>What ML.NET's prediction engine gives back.</summary>
public sealed class PhotoPrediction
{
    public uint PredictedLabel { get; set; }

    public float[] Score { get; set; } = [];
}
