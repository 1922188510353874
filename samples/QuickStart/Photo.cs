namespace QuickStart;

/// <summary>One row: a photo and the name of the folder it lies in.</summary>
public sealed class Photo
{
    public string ImagePath { get; set; } = "";

    public string Label { get; set; } = "";

    public static IEnumerable<Photo> InFolders(string root) =>
        from folder in Directory.GetDirectories(root).Order(StringComparer.Ordinal)
        from file in Directory.GetFiles(folder, "*.png").Order(StringComparer.Ordinal)
        select new Photo { ImagePath = file, Label = Path.GetFileName(folder) };
}
