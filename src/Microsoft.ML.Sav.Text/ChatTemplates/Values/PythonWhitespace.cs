namespace Microsoft.ML.Sav.Text.ChatTemplates.Values;

/// <summary>White space as defined by Python's <c>str.isspace</c> and <c>str.strip</c>.</summary>
internal static class PythonWhitespace
{
    public static bool Contains(char character) => char.IsWhiteSpace(character) || character is >= '\x1c' and <= '\x1f';

    public static string TrimStart(string text)
    {
        var start = 0;
        while (start < text.Length && Contains(text[start]))
            start++;
        return text[start..];
    }

    public static string TrimEnd(string text)
    {
        var end = text.Length;
        while (end > 0 && Contains(text[end - 1]))
            end--;
        return text[..end];
    }

    /// <summary>The ranges of the words, which are separated by white space.</summary>
    public static IEnumerable<Range> FindWords(string text)
    {
        for (var end = 0; ;)
        {
            var start = end;
            while (start < text.Length && Contains(text[start]))
                start++;
            if (start == text.Length)
                yield break;
            end = start;
            while (end < text.Length && !Contains(text[end]))
                end++;
            yield return start..end;
        }
    }
}
