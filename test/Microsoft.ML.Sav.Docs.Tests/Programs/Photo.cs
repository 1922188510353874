namespace Microsoft.ML.Sav.Docs.Tests.Programs;

/// <summary>The row of most code blocks, as in samples/QuickStart.</summary>
public sealed class Photo
{
    public string ImagePath { get; set; } = "";

    public string Label { get; set; } = "";

    public static IEnumerable<Photo> FromFolders(string root) =>
        from folder in Directory.GetDirectories(root).Order(StringComparer.Ordinal)
        from file in Directory.GetFiles(folder).Order(StringComparer.Ordinal)
        select new Photo { ImagePath = file, Label = Path.GetFileName(folder) };
}
