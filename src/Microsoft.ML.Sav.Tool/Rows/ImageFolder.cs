namespace Microsoft.ML.Sav.Tool.Rows;

/// <summary>Reads rows from a folder of images, or from a folder with one folder of images per class.</summary>
internal static class ImageFolder
{
    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp"];

    /// <summary>Whether a folder itself has images.</summary>
    public static bool HasImages(string folder) => FindImages(folder).Any();

    /// <summary>Number of subfolders with images.</summary>
    public static int CountClasses(string folder) => Directory.EnumerateDirectories(folder).Count(HasImages);

    /// <summary>Whether a file is an image, by its extension.</summary>
    public static bool IsImage(string path) => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads images in subfolders, which are labelled with the subfolder's name.</summary>
    /// <exception cref="InvalidDataException">There are none.</exception>
    public static IReadOnlyList<InputRow> ReadClasses(string folder)
    {
        InputRow[] rows =
        [
            .. from child in Sort(Directory.EnumerateDirectories(folder))
               from path in FindImages(child)
               select CreateRow(path) with { Label = Path.GetFileName(child), IsLabelledByFolder = true },
        ];
        return rows.Length > 0 ? rows : throw CreateEmptyException(folder, "CLASS/");
    }

    /// <summary>Reads images without labels.</summary>
    /// <exception cref="InvalidDataException">There are none.</exception>
    public static IReadOnlyList<InputRow> ReadImages(string folder)
    {
        InputRow[] rows = [.. FindImages(folder).Select(CreateRow)];
        return rows.Length > 0 ? rows : throw CreateEmptyException(folder);
    }

    public static InputRow CreateRow(string path) => new() { ImagePath = [path], Location = $"'{path}'" };

    private static IEnumerable<string> FindImages(string folder) =>
        Sort(Directory.EnumerateFiles(folder).Where(IsImage));

    // the order of a file system differs between machines
    private static IEnumerable<string> Sort(IEnumerable<string> paths) => paths.Order(StringComparer.Ordinal);

    private static InvalidDataException CreateEmptyException(string folder, string prefix = "") =>
        new($"'{folder}' has no images {prefix}*.{{{string.Join(",", Extensions.Select(extension => extension[1..]))}}}.");
}
