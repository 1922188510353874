using System.Globalization;
using System.Text;
using Microsoft.ML.Sav.Text.Tokenization.Characters;

namespace Microsoft.ML.Sav.Text.Tokenization.Normalizers;

/// <summary>Unicode normalization forms, and normalizations of single characters.</summary>
internal static class TextNormalization
{
    // In invariant-globalization mode, as in many small container images, .NET normalizes nothing and does not say so.
    private static readonly bool CanNormalize = "e\u0301".Normalize(NormalizationForm.FormC).Length == 1;

    public static string RemoveAll(this string text, Func<Rune, bool> isRemoved)
    {
        var output = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!isRemoved(rune))
                output.Append(rune);
        }
        return output.ToString();
    }

    /// <exception cref="TokenizerException">The program runs in invariant-globalization mode, and the text may have another form.</exception>
    public static string ToForm(this string text, NormalizationForm form)
    {
        if (!CanNormalize)
            RequireForm(text, form);
        // .NET throws on the noncharacter U+FFFE, which no normalization form changes.
        return string.Join('\uFFFE', text.Split('\uFFFE').Select(part => part.Normalize(form)));
    }

    /// <summary>Throws if a text has a character from which on some differ in a normalization form.</summary>
    /// <exception cref="TokenizerException">The text may have another form.</exception>
    public static void RequireForm(string text, NormalizationForm form)
    {
        var first = form == NormalizationForm.FormC ? '\u0300' : '\u0080';
        if (text.AsSpan().IndexOfAnyExceptInRange('\0', (char)(first - 1)) is >= 0 and var position)
        {
            throw new TokenizerException(
                $"Text with U+{(int)text[position]:X4} cannot be normalized: the program runs in invariant-globalization mode. "
                + "Install ICU (libicu), and remove DOTNET_SYSTEM_GLOBALIZATION_INVARIANT and InvariantGlobalization.");
        }
    }

    public static string Lowercase(string text) =>
        // The only character with two characters as its lowercase.
        text.ToLowerInvariant().Replace("\u0130", "i\u0307", StringComparison.Ordinal);

    public static string StripAccents(string text) => text.RemoveAll(CharacterClasses.IsMark);

    public static string StripNonSpacingMarks(string text) =>
        text.RemoveAll(rune => Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark);

    /// <summary>SentencePiece's nmt rules: removes control characters, and makes all separators spaces.</summary>
    public static string Nmt(string text) => string.Create(text.Length, text, static (chars, source) =>
    {
        for (var i = 0; i < chars.Length; i++)
        {
            chars[i] = source[i] is '\t' or '\n' or '\f' or '\r' or '\u1680' or (>= '\u200B' and <= '\u200F')
                or '\u2028' or '\u2029' or '\u2581' or '\uFEFF' or '\uFFFD' ? ' ' : source[i];
        }
    }).RemoveAll(rune => rune.Value is (>= 0x01 and <= 0x08) or 0x0B or (>= 0x0E and <= 0x1F) or 0x7F or 0x8F or 0x9F);
}
