using System.Text.Json;
using Microsoft.ML.Sav.Text.ChatTemplates;

namespace Microsoft.ML.Sav.Text.Tests.ChatTemplates;

/// <summary>Renders templates with variables from JSON.</summary>
internal static class Jinja
{
    /// <summary>The variables of most tests.</summary>
    public const string Variables =
        """
        {
          "text": "Hello World", "empty": "", "emoji": "a😀é", "n": 3, "f": 2.5, "yes": true, "no": false, "none_value": null,
          "list": [3, 1, 2], "words": ["b", "A", "c"], "table": {"a": 1, "B": 2, "c": [1, {"x": "y"}]},
          "messages": [{"role": "system", "content": "S"}, {"role": "user", "content": "hi  "},
                       {"role": "assistant", "content": [{"type": "text", "text": "T"}, {"type": "image"}]}]
        }
        """;

    public static string Render(string template, string variables = Variables) => ChatTemplate.Parse(template).Render(Context(variables));

    public static string Evaluate(string expression) => Render($"{{{{ {expression} }}}}");

    public static Dictionary<string, object?> Context(string variables) =>
        JsonDocument.Parse(variables).RootElement.EnumerateObject().ToDictionary(property => property.Name, property => ToValue(property.Value));

    public static object? ToValue(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => json.GetBoolean(),
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => json.TryGetInt64(out var integer) ? (object)integer : json.GetDouble(),
        JsonValueKind.Array => json.EnumerateArray().Select(ToValue).ToList(),
        JsonValueKind.Object => json.EnumerateObject().ToDictionary(property => property.Name, property => ToValue(property.Value)),
        _ => null,
    };
}
