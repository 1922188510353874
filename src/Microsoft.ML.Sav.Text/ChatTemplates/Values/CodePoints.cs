using System.Text;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Values;

/// <summary>Strings as Python's sequences of code points, while .NET's are sequences of UTF-16 code units.</summary>
internal static class CodePoints
{
    public static int Count(string text)
    {
        var count = text.Length;
        for (var i = 1; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text[i - 1], text[i]))
                count--;
        }

        return count;
    }

    /// <summary>The code point at an index, which counts from the end if negative, or null if out of range.</summary>
    public static string? GetAt(string text, long position)
    {
        if (position < 0)
            position += Count(text);
        for (var i = 0; i < text.Length && position >= 0; i++, position--)
        {
            var length = i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]) ? 2 : 1;
            if (position == 0)
                return text.Substring(i, length);
            i += length - 1;
        }
        return null;
    }

    public static IReadOnlyList<string> Split(string text)
    {
        var points = new List<string>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var isPair = i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]);
            points.Add(isPair ? text.Substring(i++, 2) : text[i].ToString());
        }
        return points;
    }

    /// <summary>Converts to upper case: ß, whose upper case is two characters, too.</summary>
    public static string ToUpper(string text) => text.ToUpperInvariant().Replace("ß", "SS", StringComparison.Ordinal);

    /// <summary>Converts the first code point to upper case and the others to lower case.</summary>
    public static string Capitalize(string text)
    {
        if (text.Length == 0)
            return text;
        var first = Rune.TryGetRuneAt(text, 0, out var rune) ? rune.Utf16SequenceLength : 1;
        return text[..first].ToUpperInvariant() + text[first..].ToLowerInvariant();
    }
}
