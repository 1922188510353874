using Microsoft.ML.Sav.Text.ChatTemplates.Calls;
using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Builtins;

// Methods that trim or pad a string.
internal static partial class StringMethods
{
    public static object? Strip(object? self, Arguments arguments, Rendering rendering) => Strip(Text(self), arguments, start: true, end: true);

    public static object? Center(object? self, Arguments arguments, Rendering rendering)
    {
        var padding = CreatePadding(Text(self), arguments);
        var width = arguments.Bind("width", "fillchar").Integer(0);
        var left = padding.Length / 2 + (int)(padding.Length & width & 1); // Python's rounding of an odd padding.
        return padding[..left] + Text(self) + padding[left..];
    }

    /// <summary>Creates a string of spaces.</summary>
    public static string CreateIndentation(long count)
    {
        BoundedStringBuilder.Check(count);
        return new string(' ', (int)Math.Max(count, 0));
    }

    private static string Strip(string text, Arguments arguments, bool start, bool end)
    {
        if (arguments.Bind("chars").OptionalString(0) is not { } characters)
        {
            text = start ? PythonWhitespace.TrimStart(text) : text;
            return end ? PythonWhitespace.TrimEnd(text) : text;
        }
        var (first, last, set) = (0, text.Length, characters.ToHashSet());
        while (start && first < last && set.Contains(text[first]))
            first++;
        while (end && first < last && set.Contains(text[last - 1]))
            last--;
        return text[first..last];
    }

    private static string CreatePadding(string text, Arguments arguments)
    {
        var bound = arguments.Bind("width", "fillchar");
        var missing = Math.Max(bound.Integer(0) - CodePoints.Count(text), 0);
        BoundedStringBuilder.Check(missing);
        return bound.String(1, " ") is [var fill] ? new string(fill, (int)missing) : throw bound.CreateTypeException(1, "one character");
    }

    private static object? ZeroFill(object? self, Arguments arguments, Rendering rendering)
    {
        var text = Text(self);
        var zeros = CreatePadding(text, Arguments.FromPositional(arguments.Bind("width").Integer(0), "0"));
        return text is ['+' or '-', ..] ? text[0] + zeros + text[1..] : zeros + text;
    }

    private static string RemovePrefix(string text, string prefix) =>
        text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text;

    private static string RemoveSuffix(string text, string suffix) =>
        text.EndsWith(suffix, StringComparison.Ordinal) ? text[..^suffix.Length] : text;
}
