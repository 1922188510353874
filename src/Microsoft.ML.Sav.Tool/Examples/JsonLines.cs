using System.Text.Json;

namespace Microsoft.ML.Sav.Tool.Examples;

/// <summary>
/// Examples in a file of JSON lines, <c>{"image": path or list of paths, "question": text, "label": text}</c>; other keys are ignored.
/// Paths are relative to the file.
/// </summary>
internal static class JsonLines
{
    /// <summary>Reads the examples one after the other. Each has an image, a question, or both.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">A line is not such an object; the message names it and the key.</exception>
    public static IEnumerable<Example> Read(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no file '{path}'.", path);
        foreach (var (index, line) in File.ReadLines(path).Index())
        {
            if (!string.IsNullOrWhiteSpace(line))
                yield return ReadLine(line, $"'{path}' line {index + 1}", Path.GetDirectoryName(path) ?? "");
        }
    }

    private static Example ReadLine(string line, string location, string folder)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var example = ReadObject(document.RootElement, location, folder);
            return example.ImagePath.Length > 0 || !string.IsNullOrWhiteSpace(example.Text)
                ? example
                : throw new InvalidDataException($"{location}: has neither 'image' nor 'question'.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"{location}: is not JSON: {exception.Message}", exception);
        }
    }

    private static Example ReadObject(JsonElement row, string location, string folder) => new()
    {
        ImagePath = row.ValueKind == JsonValueKind.Object
            ? [.. Images(row, location).Where(image => image.Length > 0).Select(image => Path.Combine(folder, image))]
            : throw Unexpected(location, "should be a JSON object", row),
        Text = Text(row, "question", location),
        Label = Text(row, "label", location),
        Location = location,
    };

    private static IEnumerable<string> Images(JsonElement row, string location)
    {
        if (Find(row, "image") is not { } value)
            return [];
        var items = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : new[] { value };
        return items.Select(item => item.ValueKind == JsonValueKind.String
            ? item.GetString()!
            : throw Unexpected(location, "'image' should be a path or a list of paths", value));
    }

    private static string Text(JsonElement row, string key, string location) => Find(row, key) is not { } value ? ""
        : value.ValueKind == JsonValueKind.String ? value.GetString()!
        : throw Unexpected(location, $"'{key}' should be text", value);

    private static JsonElement? Find(JsonElement row, string key) =>
        row.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static InvalidDataException Unexpected(string location, string expected, JsonElement found)
    {
        var text = found.GetRawText();
        return new InvalidDataException($"{location}: {expected}, found {(text.Length > 60 ? text[..60] + "..." : text)}.");
    }
}
