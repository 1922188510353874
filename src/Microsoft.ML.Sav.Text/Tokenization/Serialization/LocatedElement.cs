using System.Text.Json;

namespace Microsoft.ML.Sav.Text.Tokenization.Serialization;

/// <summary>A JSON element of a tokenizer.json, with its location for error messages.</summary>
/// <param name="element">The element.</param>
/// <param name="location">The file and the JSON path of the element, such as <c>tokenizer.json, $.model.vocab</c>.</param>
internal readonly struct LocatedElement(JsonElement element, string location)
{
    private const int MaxExcerptLength = 40;

    /// <summary>The element without a location, for arrays too long to give each item one.</summary>
    public JsonElement Element { get; } = element;

    public string Location { get; } = location;

    /// <summary>The property "type", which selects the class of a component.</summary>
    public string Type => String("type");

    public LocatedElement Required(string name) => Optional(name) ?? throw CreateException($"the property '{name}' is missing");

    /// <summary>The property of that name, or null if it is missing or null.</summary>
    public LocatedElement? Optional(string name)
    {
        if (Element.ValueKind != JsonValueKind.Object)
            throw CreateTypeException("an object");
        return Element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? new LocatedElement(value, $"{Location}.{name}")
            : null;
    }

    public string String(string name) => Required(name).AsString();

    public string? StringOrNull(string name) => Optional(name)?.AsString();

    public bool Boolean(string name) => Required(name).AsBoolean();

    public bool Boolean(string name, bool defaultValue) => Optional(name)?.AsBoolean() ?? defaultValue;

    public int Int32(string name) => Required(name).AsInt32();

    public char Char(string name) => String(name) is [var single]
        ? single
        : throw Required(name).CreateTypeException("a single character");

    public List<LocatedElement> Items(string name) => Required(name).AsItems();

    public List<LocatedElement> AsItems()
    {
        if (Element.ValueKind != JsonValueKind.Array)
            throw CreateTypeException("an array");
        var arrayLocation = Location;
        return [.. Element.EnumerateArray().Select((item, i) => new LocatedElement(item, $"{arrayLocation}[{i}]"))];
    }

    public string AsString() => Element.ValueKind == JsonValueKind.String ? Element.GetString()! : throw CreateTypeException("a string");

    public bool AsBoolean() => Element.ValueKind is JsonValueKind.True or JsonValueKind.False
        ? Element.GetBoolean()
        : throw CreateTypeException("true or false");

    /// <summary>The element as a token id or a count.</summary>
    public int AsInt32() => Element.ValueKind == JsonValueKind.Number && Element.TryGetInt32(out var number) && number >= 0
        ? number
        : throw CreateTypeException("an integer from 0 to 2147483647");

    public double AsDouble() => Element.ValueKind == JsonValueKind.Number ? Element.GetDouble() : throw CreateTypeException("a number");

    public TokenizerException CreateTypeException(string expected) => CreateException($"expected {expected}, found {Excerpt}");

    public TokenizerException CreateUnsupportedException(string what) => CreateException($"{what} is not supported");

    public TokenizerException CreateException(string reason) => new($"{Location}: {reason}.");

    private string Excerpt
    {
        get
        {
            var json = Element.GetRawText();
            return json.Length <= MaxExcerptLength ? json : json[..MaxExcerptLength] + "...";
        }
    }
}
