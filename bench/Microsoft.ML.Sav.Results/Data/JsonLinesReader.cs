using System.Text.Json;

namespace Microsoft.ML.Sav.Results.Data;

/// <summary>
/// Reads a file of JSON lines: <c>{"image": path or list of paths, "question": string, "text": string, "label": string}</c>, of which "label"
/// and one of the others are needed. An optional "split" is "train" or "test". Paths are relative to the file.
/// </summary>
internal static class JsonLinesReader
{
    /// <summary>Reads the rows.</summary>
    /// <param name="path">The file.</param>
    /// <param name="part">What rows without "split" may be used for.</param>
    /// <exception cref="InvalidDataException">A line is not such an object, or an image is missing; the message names file and line.</exception>
    public static IReadOnlyList<Row> Read(string path, DataPart part = DataPart.Any)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return [.. File.ReadLines(path).Index().Where(line => !string.IsNullOrWhiteSpace(line.Item)).Select(line => Parse(line.Item, $"'{path}' line {line.Index + 1}", folder, part))];
    }

    private static Row Parse(string line, string location, string folder, DataPart part)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(line);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{location} is not JSON: {exception.Message}", exception);
        }
        using (document)
            return Convert(document.RootElement, location, folder, part);
    }

    private static Row Convert(JsonElement element, string location, string folder, DataPart part)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw new InvalidDataException($"{location} should be a JSON object, found {element.ValueKind}.");
        var row = new Row(ReadString(element, "label", location), location)
        {
            Images = ReadImages(element, location, folder),
            Question = ReadString(element, "question", location),
            Text = ReadString(element, "text", location),
            Part = ReadPart(element, location, part),
        };
        if (row.Label.Length == 0)
            throw new InvalidDataException($"{location} has no 'label'.");
        if (row.Images.Count == 0 && string.IsNullOrWhiteSpace(row.FullText))
            throw new InvalidDataException($"{location} has neither 'image' nor 'text' nor 'question'.");
        return row.FullText.Length > 0 ? row : row with { Question = ImageFolderReader.Question };
    }

    private static DataPart ReadPart(JsonElement element, string location, DataPart part) => ReadString(element, "split", location) switch
    {
        "" => part,
        "train" => DataPart.Train,
        "test" or "val" or "validation" => DataPart.Test,
        var other => throw new InvalidDataException($"{location}: 'split' should be \"train\" or \"test\", found \"{other}\"."),
    };

    private static string[] ReadImages(JsonElement element, string location, string folder)
    {
        if (!element.TryGetProperty("image", out var value) || value.ValueKind == JsonValueKind.Null)
            return [];
        JsonElement[] items = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
        return Array.ConvertAll(items, item =>
        {
            if (item.ValueKind != JsonValueKind.String)
                throw new InvalidDataException($"{location}: 'image' should be a path or a list of paths, found {item.ValueKind}.");
            var image = Path.Combine(folder, item.GetString()!);
            return File.Exists(image) ? image : throw new InvalidDataException($"{location}: there is no image '{image}'.");
        });
    }

    // Labels are often numbers or booleans.
    private static string ReadString(JsonElement element, string key, string location) => !element.TryGetProperty(key, out var value) ? "" : value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => throw new InvalidDataException($"{location}: '{key}' should be a string, found {value.ValueKind}."),
    };
}
