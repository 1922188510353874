using System.Text;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Values;

/// <summary>A text as Python has it: a sequence of code points, where .NET has UTF-16 units.</summary>
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

    /// <summary>The code point at a position, which counts from the end if it is negative; null outside of the text.</summary>
    public static string? At(string text, long position)
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

    /// <summary>The first code point in upper case and the others in lower case.</summary>
    public static string Capitalize(string text)
    {
        if (text.Length == 0)
            return text;
        var first = Rune.TryGetRuneAt(text, 0, out var rune) ? rune.Utf16SequenceLength : 1;
        return text[..first].ToUpperInvariant() + text[first..].ToLowerInvariant();
    }
}
