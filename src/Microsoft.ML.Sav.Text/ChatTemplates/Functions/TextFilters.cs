using System.Text;
using System.Text.RegularExpressions;
using Microsoft.ML.Sav.Text.ChatTemplates.Evaluation;
using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Functions;

/// <summary>Filters that print their value and change the text.</summary>
internal static partial class TextFilters
{
    [GeneratedRegex(@"[-\s({\[<]*[^-\s({\[<]*")]
    private static partial Regex TitleWord();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();

    public static object? String(object? value, Arguments arguments, Rendering rendering)
    {
        arguments.Bind();
        return PythonText.Print(value);
    }

    public static object? Upper(object? value, Arguments arguments, Rendering rendering)
    {
        arguments.Bind();
        return PythonText.Print(value).ToUpperInvariant();
    }

    public static object? Lower(object? value, Arguments arguments, Rendering rendering)
    {
        arguments.Bind();
        return PythonText.Print(value).ToLowerInvariant();
    }

    public static object? Capitalize(object? value, Arguments arguments, Rendering rendering)
    {
        arguments.Bind();
        return CodePoints.Capitalize(PythonText.Print(value));
    }

    /// <summary>Unlike the method of that name, the filter starts a word only after blanks, hyphens and opening brackets.</summary>
    public static object? Title(object? value, Arguments arguments, Rendering rendering)
    {
        arguments.Bind();
        return TitleWord().Replace(PythonText.Print(value), match =>
        {
            var start = match.Value.AsSpan().IndexOfAnyExcept("-({[< \t\n\r\f\v");
            return start < 0 ? match.Value : match.Value[..start] + CodePoints.Capitalize(match.Value[start..]);
        });
    }

    public static object? Trim(object? value, Arguments arguments, Rendering rendering) =>
        StringMethods.Strip(PythonText.Print(value), arguments, rendering);

    public static object? Center(object? value, Arguments arguments, Rendering rendering) =>
        StringMethods.Center(PythonText.Print(value), Arguments.Of(arguments.Bind("width").Integer(0, 80)), rendering);

    public static object? Replace(object? value, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("old", "new", "count");
        var count = bound.Value(2, null) is null ? -1 : bound.Integer(2);
        return StringMethods.Replace(PythonText.Print(value), PythonText.Print(bound.Required(0)), PythonText.Print(bound.Required(1)), count);
    }

    public static object? Join(object? value, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("d", "attribute");
        var separator = PythonText.Print(bound.Value(0, ""));
        var text = new BoundedText();
        foreach (var (i, item) in PythonSequence.Read(value).Index())
            text.Append(i > 0 ? separator : "").Append(PythonText.Print(Members.Path(item, bound.Value(1, null), rendering)));
        return text.ToString();
    }

    public static object? Indent(object? value, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("width", "first", "blank");
        if (value is not string text)
            throw new InvalidDataException($"the filter 'indent' needs a text, not a value of type {PythonType.NameOf(value)}");
        var indentation = bound.Value(0, 4L) as string ?? StringMethods.Blanks(bound.Integer(0, 4));
        var indented = new BoundedText();
        foreach (var (i, line) in StringMethods.Lines(text + "\n", keepEnds: false).Index())
        {
            var isIndented = i == 0 ? bound.Truth(1) : line.Length > 0 || bound.Truth(2);
            indented.Append(i > 0 ? "\n" : "").Append(isIndented ? indentation : "").Append(line);
        }
        return indented.ToString();
    }

    public static object? Escape(object? value, Arguments arguments, Rendering rendering)
    {
        arguments.Bind();
        var escaped = new StringBuilder(PythonText.Print(value));
        return escaped.Replace("&", "&amp;").Replace(">", "&gt;").Replace("<", "&lt;").Replace("'", "&#39;").Replace("\"", "&#34;").ToString();
    }

    public static object? WordCount(object? value, Arguments arguments, Rendering rendering)
    {
        arguments.Bind();
        return (long)Word().Count(PythonText.Print(value));
    }
}
