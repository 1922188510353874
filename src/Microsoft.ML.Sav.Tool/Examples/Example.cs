using Microsoft.ML.Data;

namespace Microsoft.ML.Sav.Tool.Examples;

/// <summary>A row of data, as ML.NET sees it too.</summary>
internal sealed class Example
{
    /// <summary>Paths of the images.</summary>
    public string[] ImagePath { get; init; } = [];

    /// <summary>The question about the images, or the document; empty where there is none.</summary>
    public string Text { get; init; } = "";

    /// <summary>The class; empty where it is not known.</summary>
    public string Label { get; init; } = "";

    /// <summary>Where the row comes from, for messages.</summary>
    [NoColumn]
    public string Location { get; init; } = "";

    /// <summary>What to call the row in results.</summary>
    [NoColumn]
    public string Name => ImagePath.Length > 0 ? string.Join(" ", ImagePath) : Text.ReplaceLineEndings(" ");
}
