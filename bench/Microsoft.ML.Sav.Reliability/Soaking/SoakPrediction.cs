namespace Microsoft.ML.Sav.Reliability.Soaking;

internal sealed class SoakPrediction
{
    public float[] Score { get; set; } = [];
}
