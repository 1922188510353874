namespace Microsoft.ML.Sav.Results.Methods;

/// <summary>A row of text for ML.NET.</summary>
internal sealed class TextRow
{
    public string Text { get; set; } = "";

    /// <summary>Index of the class.</summary>
    public int Label { get; set; }
}
