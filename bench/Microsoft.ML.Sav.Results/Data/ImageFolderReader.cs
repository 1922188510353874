namespace Microsoft.ML.Sav.Results.Data;

/// <summary>Reads a folder with one folder of images per class, or with two such folders, for training and for testing.</summary>
internal static class ImageFolderReader
{
    /// <summary>The question about every image.</summary>
    public const string Question = "What is in the image?";

    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp"];
    private static readonly string[] TestFolders = ["test", "val", "valid", "validation"];

    /// <summary>Reads the rows, in ordinal order of their paths.</summary>
    /// <exception cref="InvalidDataException">There is no folder of images.</exception>
    public static IReadOnlyList<Row> Read(string folder)
    {
        var train = Path.Combine(folder, "train");
        var test = TestFolders.Select(name => Path.Combine(folder, name)).FirstOrDefault(Directory.Exists);
        if (!Directory.Exists(train))
            return ReadClasses(folder, DataPart.Any);
        return test is null ? ReadClasses(train, DataPart.Any) : [.. ReadClasses(train, DataPart.Train), .. ReadClasses(test, DataPart.Test)];
    }

    private static List<Row> ReadClasses(string folder, DataPart part)
    {
        List<Row> rows =
        [
            .. from child in Directory.EnumerateDirectories(folder).Where(IsVisible).Order(StringComparer.Ordinal)
               from path in Directory.EnumerateFiles(child).Where(IsImage).Order(StringComparer.Ordinal)
               select new Row(Path.GetFileName(child), $"'{path}'") { Images = [path], Question = Question, Part = part },
        ];
        return rows.Count > 0
            ? rows
            : throw new InvalidDataException($"'{folder}' should have a folder of images per class: CLASS/*.{{{string.Join(",", Extensions.Select(extension => extension[1..]))}}}.");
    }

    private static bool IsImage(string path) => IsVisible(path) && Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    private static bool IsVisible(string path) => !Path.GetFileName(path).StartsWith('.');
}
