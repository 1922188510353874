namespace Microsoft.ML.Sav.Results.Methods;

/// <summary>A row of text for ML.NET.</summary>
internal sealed class TextRow
{
    public string Text { get; set; } = "";

    /// <summary>Class index + 1: 0 is the missing key.</summary>
    public uint Label { get; set; }
}
