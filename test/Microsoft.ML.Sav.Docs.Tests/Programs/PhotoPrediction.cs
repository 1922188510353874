namespace Microsoft.ML.Sav.Docs.Tests.Programs;

/// <summary>The prediction of most code blocks, as in samples/QuickStart.</summary>
public sealed class PhotoPrediction
{
    public string PredictedLabel { get; set; } = "";

    public float[] Score { get; set; } = [];
}
