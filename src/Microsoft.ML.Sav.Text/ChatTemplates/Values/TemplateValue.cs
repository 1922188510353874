using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Values;

/// <summary>Turns .NET values and JSON into the values of a template.</summary>
internal static class TemplateValue
{
    /// <exception cref="ArgumentException">The value, or one in it, is of a type that templates do not know.</exception>
    public static object? From(object? value)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return value switch
        {
            null or bool or long or double or string => value,
            sbyte or byte or short or ushort or int or uint => Convert.ToInt64(value, CultureInfo.InvariantCulture),
            float or decimal => Convert.ToDouble(value, CultureInfo.InvariantCulture),
            JsonElement json => FromJson(json),
            IEnumerable<KeyValuePair<string, object?>> pairs =>
                new TemplateDictionary([.. pairs.Select(pair => KeyValuePair.Create<object?, object?>(pair.Key, From(pair.Value)))]),
            IEnumerable items => new TemplateList([.. items.Cast<object?>().Select(From)]),
            _ => throw new ArgumentException($"A chat template cannot use a value of type {value.GetType().Name}; it can use strings, numbers, bools, lists, dictionaries with string keys and JSON."),
        };
    }

    private static object? FromJson(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => json.TryGetInt64(out var whole) ? (object)whole : json.GetDouble(),
        JsonValueKind.Array => new TemplateList([.. json.EnumerateArray().Select(FromJson)]),
        JsonValueKind.Object => new TemplateDictionary(
            [.. json.EnumerateObject().Select(property => KeyValuePair.Create<object?, object?>(property.Name, FromJson(property.Value)))]),
        _ => null,
    };
}
