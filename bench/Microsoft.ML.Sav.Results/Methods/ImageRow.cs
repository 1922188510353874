namespace Microsoft.ML.Sav.Results.Methods;

/// <summary>An image for ML.NET.</summary>
internal sealed class ImageRow
{
    public string Path { get; set; } = "";
}
