using System.Text.Json;

namespace Microsoft.ML.Sav.Lmm.Configuration;

/// <summary>An object in a JSON file of a model folder. A value of another kind than asked for is an error that names the file and the key.</summary>
public sealed class JsonSection
{
    private readonly string _file;
    private readonly string _path;
    private readonly JsonElement _element;

    private JsonSection(string file, string path, JsonElement element)
    {
        _file = file;
        _path = path;
        _element = element;
    }

    /// <summary>Reads a file whose root is an object.</summary>
    /// <exception cref="InvalidDataException">The file is not JSON, or its root is not an object.</exception>
    public static JsonSection ReadFile(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            using var document = JsonDocument.Parse(file);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new JsonSection(path, "", document.RootElement.Clone())
                : throw new InvalidDataException($"'{path}' should hold a JSON object, found {document.RootElement.ValueKind}.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"'{path}' is not valid JSON: {exception.Message}", exception);
        }
    }

    /// <summary>Reads a file where there is one.</summary>
    public static JsonSection? ReadFileIfPresent(string path) => File.Exists(path) ? ReadFile(path) : null;

    /// <summary>Where this object stands, for messages.</summary>
    public string Location => _path.Length == 0 ? $"'{_file}'" : $"'{_file}' ({_path})";

    /// <summary>The object under a key, or <see langword="null"/> when it is missing or null.</summary>
    public JsonSection? Section(string key) => Find(key) is not { } value ? null
        : value.ValueKind == JsonValueKind.Object ? new JsonSection(_file, PathOf(key), value)
        : throw Unexpected(key, "an object", value);

    /// <summary>The text under the first of the keys that is there.</summary>
    public string? Text(params ReadOnlySpan<string> keys) => First(keys) is not var (key, value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw Unexpected(key, "text", value);

    /// <summary>The truth value under a key.</summary>
    public bool? Boolean(string key) => Find(key) is not { } value ? null
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : throw Unexpected(key, "true or false", value);

    /// <summary>The number under a key.</summary>
    public double? Double(string key) => Find(key) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number ? value.GetDouble()
        : throw Unexpected(key, "a number", value);

    /// <summary>The whole number under the first of the keys that is there.</summary>
    public int? Int32(params ReadOnlySpan<string> keys) => First(keys) is not var (key, value) ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number
        : throw Unexpected(key, "a whole number", value);

    /// <summary>The whole number under a key, or where an object is under it, under a key of that.</summary>
    internal int? Int32OrWithin(string key, string inner) => Find(key) is { ValueKind: JsonValueKind.Object } ? Section(key)?.Int32(inner) : Int32(key);

    /// <summary>The whole numbers under the first of the keys that is there: one number, or an array of them.</summary>
    public IReadOnlyList<int>? Int32List(params ReadOnlySpan<string> keys)
    {
        if (First(keys) is not var (key, value))
            return null;
        var items = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().ToArray() : [value];
        return Array.ConvertAll(items, item => item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out var number)
            ? number
            : throw Unexpected(key, "whole numbers", value));
    }

    /// <summary>The texts in the array under the first of the keys that is there.</summary>
    public IReadOnlyList<string>? TextList(params ReadOnlySpan<string> keys)
    {
        if (First(keys) is not var (key, value))
            return null;
        if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
            throw Unexpected(key, "a list of texts", value);
        return [.. value.EnumerateArray().Select(item => item.GetString()!)];
    }

    /// <summary>The token under a key of tokenizer_config.json: text, or an object whose <c>content</c> is the text.</summary>
    public string? Token(string key) => Find(key) is { ValueKind: JsonValueKind.Object } ? Section(key)?.Text("content") : Text(key);

    /// <summary>All members whose value is text.</summary>
    public IReadOnlyDictionary<string, string> Texts() => Members()
        .Where(member => member.Value.ValueKind == JsonValueKind.String)
        .ToDictionary(member => member.Name, member => member.Value.GetString()!);

    /// <summary>A value that must be there.</summary>
    /// <exception cref="InvalidDataException">The value is <see langword="null"/>.</exception>
    public T Required<T>(T? value, string key) where T : struct => value ?? throw Missing(key);

    /// <summary>A value that must be there.</summary>
    /// <exception cref="InvalidDataException">The value is <see langword="null"/>.</exception>
    public T Required<T>(T? value, string key) where T : class => value ?? throw Missing(key);

    /// <summary>Whatever is under a key, or <see langword="null"/> when it is missing or null.</summary>
    internal JsonElement? Find(string key) =>
        _element.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>All members.</summary>
    internal IEnumerable<JsonProperty> Members() => _element.EnumerateObject();

    /// <summary>Says that what is under a key, or that nothing is, is not what was expected.</summary>
    internal InvalidDataException Unexpected(string key, string expected) => Find(key) is { } value
        ? Unexpected(key, expected, value)
        : new InvalidDataException($"'{_file}': '{PathOf(key)}' should be {expected}, but is missing.");

    private InvalidDataException Missing(string key) => new($"{Location} has no '{key}'.");

    private (string Key, JsonElement Value)? First(ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (Find(key) is { } value)
                return (key, value);
        }
        return null;
    }

    private string PathOf(string key) => _path.Length == 0 ? key : $"{_path}.{key}";

    private InvalidDataException Unexpected(string key, string expected, JsonElement value)
    {
        var found = value.GetRawText();
        return new InvalidDataException($"'{_file}': '{PathOf(key)}' should be {expected}, found {(found.Length > 60 ? found[..60] + "..." : found)}.");
    }
}
