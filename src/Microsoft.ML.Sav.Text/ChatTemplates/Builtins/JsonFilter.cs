using Microsoft.ML.Sav.Text.ChatTemplates.Calls;
using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Builtins;

/// <summary>The filter <c>tojson</c> as Hugging Face defines it: Python's <c>json.dumps</c>, without Jinja's escapes for web pages.</summary>
internal static class JsonFilter
{
    public static object? ToJson(object? value, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("ensure_ascii", "indent", "separators", "sort_keys");
        var indent = bound.Value(1, null) switch
        {
            null => null,
            string characters => characters,
            _ => StringMethods.CreateIndentation(bound.Integer(1)),
        };
        var (itemSeparator, keySeparator) = bound.Value(2, null) switch
        {
            null => (indent is null ? ", " : ",", ": "),
            TemplateSequence { Items: [string item, string key] } => (item, key),
            _ => throw bound.CreateTypeException(2, "a pair of strings"),
        };
        return new PythonJson(itemSeparator, keySeparator, indent, bound.Boolean(0), bound.Boolean(3)).Serialize(value);
    }
}
