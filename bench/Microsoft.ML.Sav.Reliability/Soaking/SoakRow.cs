namespace Microsoft.ML.Sav.Reliability.Soaking;

/// <summary>A row to train on or to predict.</summary>
internal sealed class SoakRow
{
    public string ImagePath { get; set; } = "";

    public string Text { get; set; } = "";

    public string Label { get; set; } = "";
}
