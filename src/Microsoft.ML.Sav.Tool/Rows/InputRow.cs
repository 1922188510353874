using Microsoft.ML.Data;

namespace Microsoft.ML.Sav.Tool.Rows;

/// <summary>A row of the data that a command reads. Its properties are the columns of the ML.NET pipeline.</summary>
internal sealed record InputRow
{
    /// <summary>Paths of the images.</summary>
    public string[] ImagePath { get; init; } = [];

    /// <summary>The question about the images, or the document; empty if there is none.</summary>
    public string Text { get; init; } = "";

    /// <summary>The class; empty if it is not known.</summary>
    public string Label { get; init; } = "";

    /// <summary>Whether the label is the name of the image's folder, which may be a date as well.</summary>
    [NoColumn]
    public bool IsLabelledByFolder { get; init; }

    /// <summary>The file that describes the row, if a command is given the folder that it is in.</summary>
    [NoColumn]
    public string? DescriptionFile { get; init; }

    /// <summary>Files that the row needs: its images, and the one that describes it.</summary>
    [NoColumn]
    public IEnumerable<string> Files => DescriptionFile is null ? ImagePath : ImagePath.Append(DescriptionFile);

    /// <summary>File and line that the row was read from, for messages.</summary>
    [NoColumn]
    public string Location { get; init; } = "";

    /// <summary>What results call the images. Default: their paths.</summary>
    [NoColumn]
    public string[] ImageNames { get => field ?? ImagePath; init; }

    /// <summary>What results call the row: its images, or its text.</summary>
    [NoColumn]
    public string Name => ImagePath.Length > 0 ? string.Join(" ", ImageNames) : Text;
}
