using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Microsoft.ML.Sav.Tool.Rows;

/// <summary>
/// Reads and writes rows in a file of JSON lines in UTF-8: <c>{"image": path or list of paths, "question": string, "label": string}</c>. Other keys
/// are ignored. Paths are relative to the file.
/// </summary>
internal static class JsonLines
{
    private const char ByteOrderMark = '\uFEFF';
    private const int ShownLength = 60;

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads the rows one at a time. Each has an image, a question, or both.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">A line is not such an object; the message names file, line and key.</exception>
    public static IEnumerable<InputRow> Read(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no file '{path}'.", path);
        // Latin-1 keeps the bytes, so that each line can be decoded by itself and an error has its number
        using var reader = new StreamReader(path, Encoding.Latin1, detectEncodingFromByteOrderMarks: false);
        for (var number = 1; reader.ReadLine() is { } bytes; number++)
        {
            var location = $"'{path}' line {number}";
            var line = Decode(bytes, location).TrimStart(ByteOrderMark);
            if (!string.IsNullOrWhiteSpace(line))
                yield return Parse(line, location, Path.GetDirectoryName(path) ?? "");
        }
    }

    /// <summary>Writes rows; paths of images are relative to the file if they can be.</summary>
    /// <param name="stream">Receives the lines.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="path">Path of the file that the lines will be in.</param>
    public static void Write(Stream stream, IEnumerable<InputRow> rows, string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        foreach (var row in rows)
        {
            var line = new Dictionary<string, object>();
            if (row.ImagePath.Length > 0)
                line["image"] = row.ImagePath is [var image] ? Relative(image, row) : row.ImagePath.Select(several => Relative(several, row));
            if (row.Text.Length > 0)
                line["question"] = row.Text;
            if (row.Label.Length > 0)
                line["label"] = row.Label;
            JsonSerializer.Serialize(stream, line, Relaxed);
            stream.WriteByte((byte)'\n');
        }

        string Relative(string image, InputRow row)
        {
            if (image.Contains('\0', StringComparison.Ordinal))
                throw new InvalidDataException($"{row.Location}: the path of the image has a NUL character.");
            var relative = Path.GetRelativePath(folder, Path.GetFullPath(image));
            return OperatingSystem.IsWindows() ? relative.Replace('\\', '/') : relative;
        }
    }

    private static string Decode(string bytes, string location)
    {
        try
        {
            return StrictUtf8.GetString(Encoding.Latin1.GetBytes(bytes));
        }
        catch (DecoderFallbackException exception)
        {
            throw new InvalidDataException($"{location}: byte {exception.Index + 1} is not UTF-8; save the file as UTF-8.");
        }
    }

    private static InputRow Parse(string line, string location, string folder)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var row = Convert(document.RootElement, location, folder);
            return row.ImagePath.Length > 0 || !string.IsNullOrWhiteSpace(row.Text)
                ? row
                : throw new InvalidDataException($"{location}: has neither 'image' nor 'question'.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"{location}: is not JSON: {exception.Message}", exception);
        }
    }

    private static InputRow Convert(JsonElement row, string location, string folder) => new()
    {
        ImagePath = row.ValueKind == JsonValueKind.Object
            ? [.. ReadImages(row, location).Where(image => image.Length > 0).Select(image => Path.Combine(folder, image))]
            : throw CreateException(location, "should be a JSON object", row),
        Text = ReadString(row, "question", location),
        Label = ReadString(row, "label", location),
        Location = location,
    };

    private static IEnumerable<string> ReadImages(JsonElement row, string location)
    {
        if (Find(row, "image") is not { } value)
            return [];
        var items = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : new[] { value };
        return items.Select(item => item.ValueKind == JsonValueKind.String
            ? item.GetString()!
            : throw CreateException(location, "'image' should be a path or a list of paths", value));
    }

    private static string ReadString(JsonElement row, string key, string location) => Find(row, key) is not { } value ? ""
        : value.ValueKind == JsonValueKind.String ? value.GetString()!
        : throw CreateException(location, $"'{key}' should be a string", value);

    private static JsonElement? Find(JsonElement row, string key) =>
        row.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static InvalidDataException CreateException(string location, string expected, JsonElement found)
    {
        var text = found.GetRawText();
        return new InvalidDataException($"{location}: {expected}, found {(text.Length > ShownLength ? text[..ShownLength] + "..." : text)}.");
    }
}
