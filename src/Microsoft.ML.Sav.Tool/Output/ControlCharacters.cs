namespace Microsoft.ML.Sav.Tool.Output;

/// <summary>Characters that would break a line or a table, or control a terminal.</summary>
internal static class ControlCharacters
{
    /// <summary>Writes control characters, line separators and bidirectional overrides as <c>\t</c>, <c>\n</c>, <c>\r</c> or <c>\u001b</c>.</summary>
    public static string Escape(string text) => text.Any(MustBeEscaped) ? string.Concat(text.Select(Escape)) : text;

    private static string Escape(char character) => character switch
    {
        '\t' => @"\t",
        '\n' => @"\n",
        '\r' => @"\r",
        _ when MustBeEscaped(character) => $@"\u{(int)character:x4}",
        _ => character.ToString(),
    };

    private static bool MustBeEscaped(char character) =>
        char.IsControl(character) || character is (>= '\u2028' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
