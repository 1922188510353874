using Microsoft.ML.Data;

namespace Microsoft.ML.Sav.Tool.Classification;

/// <summary>What an evaluation needs of a row.</summary>
internal sealed class EvaluatedRow
{
    [KeyType]
    public uint Label { get; set; }

    public string PredictedLabel { get; set; } = "";

    public float[] Score { get; set; } = [];
}
