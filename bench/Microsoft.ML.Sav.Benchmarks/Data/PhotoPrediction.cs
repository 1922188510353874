namespace Microsoft.ML.Sav.Benchmarks.Data;

/// <summary>Output of ML.NET's prediction engine.</summary>
public sealed class PhotoPrediction
{
    public uint PredictedLabel { get; set; }

    public float[] Score { get; set; } = [];
}
