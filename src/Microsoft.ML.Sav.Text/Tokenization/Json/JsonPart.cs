using System.Text.Json;

namespace Microsoft.ML.Sav.Text.Tokenization.Json;

/// <summary>A JSON value that knows where it stands, so that every complaint about it can say so.</summary>
internal readonly struct JsonPart(JsonElement element, string place)
{
    /// <summary>The value itself, for lists too long to give each item a place.</summary>
    public JsonElement Element { get; } = element;

    /// <summary>The file and the path in it.</summary>
    public string Place { get; } = place;

    /// <summary>The text of the field "type", by which parts of a tokenizer are told apart.</summary>
    public string Type => String("type");

    public JsonPart Required(string name) => Optional(name)
        ?? throw new InvalidDataException($"{Place}: the field '{name}' is missing.");

    /// <summary>The field of that name; null where it is absent or null.</summary>
    public JsonPart? Optional(string name)
    {
        if (Element.ValueKind != JsonValueKind.Object)
            throw Expected("an object");
        return Element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? new JsonPart(value, $"{Place}.{name}")
            : null;
    }

    public string String(string name) => Required(name).AsString();

    public string? StringOrNull(string name) => Optional(name)?.AsString();

    public bool Boolean(string name) => Required(name).AsBoolean();

    public bool Boolean(string name, bool absent) => Optional(name)?.AsBoolean() ?? absent;

    public int Int32(string name) => Required(name).AsInt32();

    public char Char(string name) => String(name) is [var single]
        ? single
        : throw Required(name).Expected("a single character");

    public List<JsonPart> Items(string name) => Required(name).AsItems();

    public List<JsonPart> AsItems()
    {
        if (Element.ValueKind != JsonValueKind.Array)
            throw Expected("an array");
        var itemPlace = Place;
        return [.. Element.EnumerateArray().Select((item, i) => new JsonPart(item, $"{itemPlace}[{i}]"))];
    }

    public string AsString() => Element.ValueKind == JsonValueKind.String ? Element.GetString()! : throw Expected("a string");

    public bool AsBoolean() => Element.ValueKind is JsonValueKind.True or JsonValueKind.False
        ? Element.GetBoolean()
        : throw Expected("true or false");

    /// <summary>The value as a token id or a count.</summary>
    public int AsInt32() => Element.ValueKind == JsonValueKind.Number && Element.TryGetInt32(out var number) && number >= 0
        ? number
        : throw Expected("a whole number from 0 to 2147483647");

    public double AsDouble() => Element.ValueKind == JsonValueKind.Number ? Element.GetDouble() : throw Expected("a number");

    public InvalidDataException Expected(string what) => Invalid($"expected {what}, found {Excerpt}");

    public InvalidDataException Invalid(string reason) => new($"{Place}: {reason}.");

    public NotSupportedException Unsupported(string part) => new($"{Place}: {part} is not supported.");

    private string Excerpt
    {
        get
        {
            var text = Element.GetRawText();
            return text.Length <= 40 ? text : text[..40] + "...";
        }
    }
}
