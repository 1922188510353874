namespace QuickStart;

/// <summary>One row: a photo, and its folder's name as the label.</summary>
public sealed class Photo
{
    public string ImagePath { get; set; } = "";

    public string Label { get; set; } = "";

    public static IEnumerable<Photo> FromFolders(string root) =>
        from folder in Directory.GetDirectories(root).Order(StringComparer.Ordinal)
        from file in Directory.GetFiles(folder, "*.png").Order(StringComparer.Ordinal)
        select new Photo { ImagePath = file, Label = Path.GetFileName(folder) };
}
