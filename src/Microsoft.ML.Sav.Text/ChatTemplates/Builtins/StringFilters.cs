using System.Text;
using System.Text.RegularExpressions;
using Microsoft.ML.Sav.Text.ChatTemplates.Calls;
using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Builtins;

/// <summary>Filters that convert their value to a string and change it.</summary>
internal static partial class StringFilters
{
    [GeneratedRegex(@"[-\s({\[<]*[^-\s({\[<]*")]
    private static partial Regex TitleWord();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();

    /// <summary>Unlike the method of the same name, starts words only after white space, hyphens and opening brackets.</summary>
    public static object? Title(object? value) => TitleWord().Replace(PythonString.Str(value), match =>
    {
        var start = match.Value.AsSpan().IndexOfAnyExcept("-({[< \t\n\r\f\v");
        return start < 0 ? match.Value : match.Value[..start] + CodePoints.Capitalize(match.Value[start..]);
    });

    public static object? Trim(object? value, Arguments arguments, Rendering rendering) =>
        StringMethods.Strip(PythonString.Str(value), arguments, rendering);

    public static object? Center(object? value, Arguments arguments, Rendering rendering) =>
        StringMethods.Center(PythonString.Str(value), Arguments.FromPositional(arguments.Bind("width").Integer(0, 80)), rendering);

    public static object? Replace(object? value, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("old", "new", "count");
        var count = bound.Value(2, null) is null ? -1 : bound.Integer(2);
        return StringMethods.Replace(
            PythonString.Str(value), PythonString.Str(bound.Required(0)), PythonString.Str(bound.Required(1)), count, rendering);
    }

    public static object? Join(object? value, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("d", "attribute");
        var separator = PythonString.Str(bound.Value(0, ""));
        var text = new BoundedStringBuilder();
        foreach (var (i, item) in PythonSequence.Read(value).Index())
            text.Append(i > 0 ? separator : "").Append(PythonString.Str(Members.GetPath(item, bound.Value(1, null), rendering)));
        return text.ToString();
    }

    public static object? Indent(object? value, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("width", "first", "blank");
        if (value is not string text)
            throw new TemplateRuntimeException($"the filter 'indent' expects a string, found a value of type {PythonType.GetName(value)}");
        var indentation = bound.Value(0, 4L) as string ?? StringMethods.CreateIndentation(bound.Integer(0, 4));
        var indented = new BoundedStringBuilder();
        foreach (var (i, line) in StringMethods.SplitLines(text + "\n", keepEnds: false).Index())
        {
            var isIndented = i == 0 ? bound.Boolean(1) : line.Length > 0 || bound.Boolean(2);
            indented.Append(i > 0 ? "\n" : "").Append(isIndented ? indentation : "").Append(line);
        }
        return indented.ToString();
    }

    public static object? Escape(object? value)
    {
        var escaped = new StringBuilder(PythonString.Str(value));
        return escaped.Replace("&", "&amp;").Replace(">", "&gt;").Replace("<", "&lt;").Replace("'", "&#39;").Replace("\"", "&#34;").ToString();
    }

    public static object? WordCount(object? value) => (long)Word().Count(PythonString.Str(value));
}
