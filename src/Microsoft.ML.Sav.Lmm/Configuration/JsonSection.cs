using System.Text.Json;
using Microsoft.ML.Sav.Heads.Files;

namespace Microsoft.ML.Sav.Lmm.Configuration;

/// <summary>An object in a JSON file of a model folder. A value of an unexpected type is an error that names the file and the key.</summary>
internal sealed class JsonSection
{
    private const int LongestExcerpt = 60;
    private const long MaximumBytes = 64 << 20;
    private readonly string _file;
    private readonly string _path;
    private readonly JsonElement _element;

    private JsonSection(string file, string path, JsonElement element) => (_file, _path, _element) = (file, path, element);

    /// <summary>Reads a file whose root is an object.</summary>
    /// <exception cref="ModelFolderException">The file cannot be read, is not JSON, or its root is not an object.</exception>
    public static JsonSection Read(string path)
    {
        try
        {
            using var file = RegularFile.OpenRead(path, MaximumBytes);
            using var document = StrictJson.Parse(file);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new JsonSection(path, "", document.RootElement.Clone())
                : throw new ModelFolderException($"'{path}' should be a JSON object, found {document.RootElement.ValueKind}.", path);
        }
        catch (JsonException exception)
        {
            throw new ModelFolderException($"'{path}' is not valid JSON: {exception.Message}", path, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ModelFolderException($"'{path}' cannot be read: {exception.Message}", path, exception);
        }
    }

    /// <summary>The file and the object's path in it, for error messages.</summary>
    public string Location => _path.Length == 0 ? $"'{_file}'" : $"'{_file}' ({_path})";

    /// <summary>The value of a key; <see langword="null"/> if it is missing or null.</summary>
    public JsonElement? Find(string key) =>
        _element.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>All members.</summary>
    public IEnumerable<JsonProperty> Members() => _element.EnumerateObject();

    /// <summary>The object of a key; <see langword="null"/> if it is missing or null.</summary>
    public JsonSection? GetSection(string key) => Find(key) is not { } value ? null
        : value.ValueKind == JsonValueKind.Object ? new JsonSection(_file, PathOf(key), value)
        : throw CreateUnexpectedException(key, "an object");

    /// <summary>The string of the first key that is present.</summary>
    public string? GetString(params ReadOnlySpan<string> keys) => FindFirst(keys) is not var (key, value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw CreateUnexpectedException(key, "a string");

    /// <summary>The boolean of a key.</summary>
    public bool? GetBoolean(string key) => Find(key) is not { } value ? null
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : throw CreateUnexpectedException(key, "true or false");

    /// <summary>The finite number of a key.</summary>
    public double? GetDouble(string key) => Find(key) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && double.IsFinite(value.GetDouble()) ? value.GetDouble()
        : throw CreateUnexpectedException(key, "a number");

    /// <summary>The integer of the first key that is present.</summary>
    public int? GetInt32(params ReadOnlySpan<string> keys) => FindFirst(keys) is not var (key, value) ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number
        : throw CreateUnexpectedException(key, "an integer");

    /// <summary>The integer of a key, or if its value is an object, of a key of that.</summary>
    public int? GetInt32OrWithin(string key, string inner) =>
        Find(key) is { ValueKind: JsonValueKind.Object } ? GetSection(key)?.GetInt32(inner) : GetInt32(key);

    /// <summary>The integers of the first key that is present: one, or an array.</summary>
    public IReadOnlyList<int>? GetInt32List(params ReadOnlySpan<string> keys)
    {
        if (FindFirst(keys) is not var (key, value))
            return null;
        var items = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().ToArray() : [value];
        return Array.ConvertAll(items, item => item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out var number)
            ? number
            : throw CreateUnexpectedException(key, "an integer or a list of integers"));
    }

    /// <summary>The array of strings of a key.</summary>
    public IReadOnlyList<string>? GetStringList(string key)
    {
        if (Find(key) is not { } value)
            return null;
        if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
            throw CreateUnexpectedException(key, "a list of strings");
        return [.. value.EnumerateArray().Select(item => item.GetString()!)];
    }

    /// <summary>All members that are strings.</summary>
    public IReadOnlyDictionary<string, string> GetStrings() => Members()
        .Where(member => member.Value.ValueKind == JsonValueKind.String)
        .DistinctBy(member => member.Name)
        .ToDictionary(member => member.Name, member => member.Value.GetString()!);

    /// <summary>The token of a key of tokenizer_config.json: a string, or an object with the string <c>content</c>.</summary>
    public string? GetToken(string key) => Find(key) is { ValueKind: JsonValueKind.Object } ? GetSection(key)?.GetString("content") : GetString(key);

    /// <summary>Returns a value that must be present.</summary>
    /// <exception cref="ModelFolderException">The value is <see langword="null"/>.</exception>
    public T Require<T>(T? value, string key) where T : struct => value ?? throw CreateMissingException(key);

    /// <inheritdoc cref="Require{T}(T?, string)"/>
    public T Require<T>(T? value, string key) where T : class => value ?? throw CreateMissingException(key);

    /// <summary>Creates the error for a missing key.</summary>
    public ModelFolderException CreateMissingException(string key) => new($"{Location} has no '{key}'.", _file);

    /// <summary>Creates the error for a value that is missing or not as expected.</summary>
    public ModelFolderException CreateUnexpectedException(string key, string expected) => new(
        $"'{_file}': '{PathOf(key)}' should be {expected}, {(Find(key) is { } value ? $"found {Excerpt(value.GetRawText())}." : "but is missing.")}", _file);

    /// <summary>Creates the error for settings that do not work together or are not supported.</summary>
    public ModelFolderException CreateException(string problem) => new($"{Location}: {problem}", _file);

    private static string Excerpt(string json) => json.Length > LongestExcerpt ? json[..LongestExcerpt] + "..." : json;

    private (string Key, JsonElement Value)? FindFirst(ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (Find(key) is { } value)
                return (key, value);
        }
        return null;
    }

    private string PathOf(string key) => _path.Length == 0 ? key : $"{_path}.{key}";
}
