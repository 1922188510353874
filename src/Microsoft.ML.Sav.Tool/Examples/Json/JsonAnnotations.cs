using System.Text.Json;
using Microsoft.ML.Sav.Heads.Files;
using Microsoft.ML.Sav.Tool.Rows;

namespace Microsoft.ML.Sav.Tool.Examples.Json;

/// <summary>A format that describes images in one JSON file.</summary>
/// <param name="name">Name in <c>sav import NAME</c>.</param>
internal abstract class JsonAnnotations(string name) : ExampleSource(name)
{
    private const long MaximumLength = 1L << 30;

    public sealed override bool Recognises(string path)
    {
        if (!HasExtension(path, ".json") || !File.Exists(path))
            return false;
        try
        {
            using var document = Parse(path);
            return Recognises(document.RootElement);
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    public sealed override IEnumerable<InputRow> Read(string path, ExampleSourceOptions options)
    {
        path = Directory.Exists(path) ? FindFile(path) : path;
        RequireFile(path);
        using var document = Parse(path);
        if (!Recognises(document.RootElement))
            throw new InvalidDataException($"'{path}' is no file of the format {Name}: expected {Expected}.");
        var images = new ImageSearch(path, options.ImageFolder);
        foreach (var row in Read(document.RootElement, path, images))
            yield return row with { DescriptionFile = path };
    }

    /// <summary>What the file should hold, for messages.</summary>
    protected abstract string Expected { get; }

    /// <summary>Whether a document is of this format.</summary>
    public abstract bool Recognises(JsonElement root);

    /// <summary>Reads the examples of a document.</summary>
    public abstract IEnumerable<InputRow> Read(JsonElement root, string path, ImageSearch images);

    /// <summary>The value of a key; <see langword="null"/> if there is none, or not of this kind.</summary>
    protected static JsonElement? Find(JsonElement element, string key, JsonValueKind kind) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(key, out var value) && value.ValueKind == kind ? value : null;

    protected static string? FindString(JsonElement element, string key) => Find(element, key, JsonValueKind.String)?.GetString();

    /// <summary>The only one of an image's labels; the empty string if it has none.</summary>
    /// <exception cref="InvalidDataException">It has several.</exception>
    protected static string GetOnlyLabel(IEnumerable<string> labels, string location)
    {
        string[] distinct = [.. labels.Distinct()];
        return distinct switch
        {
            [] => "",
            [var label] => label,
            _ => throw new InvalidDataException($"{location}: has several labels, expected one per image: {string.Join(", ", distinct.Select(label => $"'{label}'"))}."),
        };
    }

    private string FindFile(string folder) => Directory.GetFiles(folder, "*.json").Where(Recognises).Order(StringComparer.Ordinal).ToArray() switch
    {
        [var only] => only,
        [] => throw new InvalidDataException($"'{folder}' has no file of the format {Name}: expected {Expected}."),
        var several => throw new InvalidDataException($"'{folder}' has several files of the format {Name}, name one of them: {string.Join(", ", several.Select(file => $"'{file}'"))}."),
    };

    private static JsonDocument Parse(string path)
    {
        using var stream = File.OpenRead(path);
        if (stream.Length > MaximumLength)
            throw new InvalidDataException($"'{path}' has {stream.Length:N0} bytes, expected at most {MaximumLength:N0}.");
        try
        {
            return StrictJson.Parse(stream);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"'{path}' is not JSON: {exception.Message}", exception);
        }
    }
}
