using System.Text.Json;

namespace Microsoft.ML.Sav.Heads.Files;

/// <summary>
/// Parses JSON so that all its strings can be read: <see cref="JsonDocument"/> accepts strings with invalid UTF-8 or half a surrogate pair, and throws an
/// <see cref="InvalidOperationException"/> when they are read.
/// </summary>
internal static class StrictJson
{
    /// <exception cref="JsonException">The stream holds no JSON, or a string that is not Unicode.</exception>
    public static JsonDocument Parse(Stream stream)
    {
        var document = JsonDocument.Parse(stream);
        try
        {
            ReadStrings(document.RootElement);
            return document;
        }
        catch (InvalidOperationException exception)
        {
            document.Dispose();
            throw new JsonException(exception.Message, exception);
        }
    }

    private static void ReadStrings(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                    ReadStrings(item);
                break;
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    _ = member.Name;
                    ReadStrings(member.Value);
                }
                break;
        }
    }
}
