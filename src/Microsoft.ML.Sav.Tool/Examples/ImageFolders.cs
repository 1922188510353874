namespace Microsoft.ML.Sav.Tool.Examples;

/// <summary>Examples in a folder that has a folder of images for each class.</summary>
internal static class ImageFolders
{
    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp"];

    /// <summary>Images in the folders of a folder, labelled with the names of theirs.</summary>
    /// <exception cref="InvalidDataException">There are none.</exception>
    public static IReadOnlyList<Example> ReadClasses(string folder)
    {
        Example[] examples =
        [
            .. from child in Sorted(Directory.EnumerateDirectories(folder))
               from path in Images(child)
               select Create(path, label: Path.GetFileName(child)),
        ];
        return examples.Length > 0 ? examples : throw Empty(folder, "CLASS/");
    }

    /// <summary>Images in a folder, without labels.</summary>
    /// <exception cref="InvalidDataException">There are none.</exception>
    public static IReadOnlyList<Example> ReadImages(string folder)
    {
        Example[] examples = [.. Images(folder).Select(path => Create(path))];
        return examples.Length > 0 ? examples : throw Empty(folder);
    }

    /// <summary>One image.</summary>
    public static Example Create(string path, string label = "") => new() { ImagePath = [path], Label = label, Location = $"'{path}'" };

    private static IEnumerable<string> Images(string folder) =>
        Sorted(Directory.EnumerateFiles(folder).Where(path => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)));

    // the order of a file system differs from machine to machine
    private static IEnumerable<string> Sorted(IEnumerable<string> paths) => paths.Order(StringComparer.Ordinal);

    private static InvalidDataException Empty(string folder, string prefix = "") =>
        new($"'{folder}' has no images {prefix}*.{{{string.Join(",", Extensions.Select(extension => extension[1..]))}}}.");
}
