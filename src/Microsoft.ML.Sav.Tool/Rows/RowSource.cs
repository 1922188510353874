namespace Microsoft.ML.Sav.Tool.Rows;

/// <summary>Reads the rows that arguments of a command name.</summary>
internal static class RowSource
{
    /// <summary>Reads the rows with a label from a folder of images by class, or from a JSON lines file.</summary>
    /// <exception cref="InvalidDataException">No row has a label.</exception>
    public static IReadOnlyList<InputRow> ReadLabelled(string data)
    {
        var rows = Directory.Exists(data) ? ImageFolder.ReadClasses(data) : JsonLines.Read(data);
        InputRow[] labelled = [.. rows.Where(row => row.Label.Length > 0)];
        return labelled.Length > 0 ? labelled : throw new InvalidDataException($"'{data}' has no row with a 'label'.");
    }

    /// <summary>Reads the rows of an image, a folder of images, or a JSON lines file.</summary>
    public static IEnumerable<InputRow> Read(string item) => Directory.Exists(item) ? ImageFolder.ReadImages(item)
        : Path.GetExtension(item).Equals(".jsonl", StringComparison.OrdinalIgnoreCase) ? JsonLines.Read(item)
        : [ImageFolder.CreateRow(item)];
}
