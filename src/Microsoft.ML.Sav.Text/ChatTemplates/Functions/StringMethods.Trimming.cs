using Microsoft.ML.Sav.Text.ChatTemplates.Evaluation;
using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Functions;

// Methods that take from, or add to, the ends of a text.
internal static partial class StringMethods
{
    public static object? Strip(object? self, Arguments arguments, Rendering rendering) => Strip(Text(self), arguments, start: true, end: true);

    public static object? Center(object? self, Arguments arguments, Rendering rendering)
    {
        var padding = Padding(Text(self), arguments);
        var width = arguments.Bind("width", "fillchar").Integer(0);
        var left = padding.Length / 2 + (int)(padding.Length & width & 1); // Python's choice for an odd rest
        return padding[..left] + Text(self) + padding[left..];
    }

    /// <summary>Blanks to indent with.</summary>
    public static string Blanks(long count)
    {
        BoundedText.Check(count);
        return new string(' ', (int)Math.Max(count, 0));
    }

    private static string Strip(string text, Arguments arguments, bool start, bool end)
    {
        if (arguments.Bind("chars").OptionalText(0) is not { } characters)
        {
            text = start ? PythonWhitespace.TrimStart(text) : text;
            return end ? PythonWhitespace.TrimEnd(text) : text;
        }
        if (characters.Length == 0)
            return text;
        text = start ? text.TrimStart(characters.ToCharArray()) : text;
        return end ? text.TrimEnd(characters.ToCharArray()) : text;
    }

    private static string Padding(string text, Arguments arguments)
    {
        var bound = arguments.Bind("width", "fillchar");
        var missing = Math.Max(bound.Integer(0) - CodePoints.Count(text), 0);
        BoundedText.Check(missing);
        return bound.Text(1, " ") is [var fill] ? new string(fill, (int)missing) : throw bound.Wrong(1, "one character");
    }

    private static object? ZeroFill(object? self, Arguments arguments, Rendering rendering)
    {
        var text = Text(self);
        var zeros = Padding(text, Arguments.Of(arguments.Bind("width").Integer(0), "0"));
        return text is ['+' or '-', ..] ? text[0] + zeros + text[1..] : zeros + text;
    }

    private static string RemovePrefix(string text, string prefix) =>
        text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text;

    private static string RemoveSuffix(string text, string suffix) =>
        text.EndsWith(suffix, StringComparison.Ordinal) ? text[..^suffix.Length] : text;
}
