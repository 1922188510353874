using System.Globalization;
using System.Text;

namespace Microsoft.ML.Sav.Text.Tokenization.Normalizers;

/// <summary>BERT's normalization, whose steps are optional.</summary>
internal sealed class BertNormalizer(bool cleanText, bool handleChineseChars, bool stripAccents, bool lowercase) : INormalizer
{
    public string Normalize(string text)
    {
        if (cleanText)
            text = Clean(text);
        if (handleChineseChars)
            text = AddSpacesAroundChinese(text);
        if (stripAccents)
            text = TextNormalization.StripNonSpacingMarks(text.ToForm(NormalizationForm.FormD));
        return lowercase ? TextNormalization.Lowercase(text) : text;
    }

    private static string Clean(string text)
    {
        var output = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '\t' or '\n' or '\r' || (Rune.IsWhiteSpace(rune) && !IsControl(rune)))
                output.Append(' ');
            else if (rune != Rune.ReplacementChar && !IsControl(rune))
                output.Append(rune);
        }
        return output.ToString();
    }

    private static bool IsControl(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse;

    private static string AddSpacesAroundChinese(string text)
    {
        var output = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsChinese(rune.Value))
                output.Append(' ').Append(rune).Append(' ');
            else
                output.Append(rune);
        }
        return output.ToString();
    }

    // BERT's list of CJK ideographs, including its typo 2B920 for 2B820.
    private static bool IsChinese(int code) => code is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF)
        or (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2B73F) or (>= 0x2B740 and <= 0x2B81F)
        or (>= 0x2B920 and <= 0x2CEAF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);
}
