using Microsoft.ML.Sav.Text.ChatTemplates.Calls;
using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Builtins;

// Methods that split a string.
internal static partial class StringMethods
{
    /// <summary>Splits into lines, with or without their line breaks. There is no empty line after the last line break.</summary>
    public static IReadOnlyList<string> SplitLines(string text, bool keepEnds)
    {
        var lines = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var end = text.AsSpan(start).IndexOfAny("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029");
            if (end < 0)
            {
                lines.Add(text[start..]);
                break;
            }
            end += start;
            var next = end + (text.AsSpan(end).StartsWith("\r\n") ? 2 : 1);
            lines.Add(text[start..(keepEnds ? next : end)]);
            start = next;
        }
        return lines;
    }

    private static TemplateList Split(string text, Arguments arguments, bool fromEnd, Rendering rendering)
    {
        var bound = arguments.Bind("sep", "maxsplit");
        var limit = bound.Integer(1, -1) is >= 0 and < int.MaxValue and var number ? (int)number : int.MaxValue - 1;
        if (bound.OptionalString(0) is not { } separator)
            return new TemplateList(fromEnd ? WordsFromEnd(text, limit) : WordsFromStart(text, limit));
        if (separator.Length == 0)
            throw bound.CreateTypeException(0, "a string that is not empty");
        rendering.ChargeSearch(text, separator);
        return new TemplateList(fromEnd ? SplitFromEnd(text, separator, limit) : text.Split(separator, limit + 1));
    }

    private static List<string> SplitFromEnd(string text, string separator, int limit)
    {
        var parts = new List<string>();
        var rest = text.AsSpan();
        for (int index; parts.Count < limit && (index = rest.LastIndexOf(separator)) >= 0; rest = rest[..index])
            parts.Add(rest[(index + separator.Length)..].ToString());
        parts.Add(rest.ToString());
        parts.Reverse();
        return parts;
    }

    private static List<string> WordsFromStart(string text, int limit)
    {
        var words = PythonWhitespace.FindWords(text).ToList();
        var parts = words.Take(limit).Select(word => text[word]).ToList();
        if (words.Count > limit)
            parts.Add(text[words[limit].Start..]);
        return parts;
    }

    private static List<string> WordsFromEnd(string text, int limit)
    {
        var words = PythonWhitespace.FindWords(text).ToList();
        var parts = words.TakeLast(limit).Select(word => text[word]).ToList();
        if (words.Count > limit)
            parts.Insert(0, text[..words[^(limit + 1)].End]);
        return parts;
    }
}
