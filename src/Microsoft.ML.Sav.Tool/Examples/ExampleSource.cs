namespace Microsoft.ML.Sav.Tool.Examples;

/// <summary>Examples as the command line names them.</summary>
internal static class ExampleSource
{
    /// <summary>The labelled examples of a folder of images by class, or of a file of JSON lines.</summary>
    /// <exception cref="InvalidDataException">None has a label.</exception>
    public static IReadOnlyList<Example> ReadLabelled(string data)
    {
        var examples = Directory.Exists(data) ? ImageFolders.ReadClasses(data) : JsonLines.Read(data);
        Example[] labelled = [.. examples.Where(example => example.Label.Length > 0)];
        return labelled.Length > 0 ? labelled : throw new InvalidDataException($"'{data}' has no row with a 'label'.");
    }

    /// <summary>The examples of an image, a folder of images, or a file of JSON lines.</summary>
    public static IEnumerable<Example> Read(string item) => Directory.Exists(item) ? ImageFolders.ReadImages(item)
        : Path.GetExtension(item).Equals(".jsonl", StringComparison.OrdinalIgnoreCase) ? JsonLines.Read(item)
        : [ImageFolders.Create(item)];
}
