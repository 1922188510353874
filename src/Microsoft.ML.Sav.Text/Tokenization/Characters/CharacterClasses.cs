using System.Globalization;
using System.Text;

namespace Microsoft.ML.Sav.Text.Tokenization.Characters;

/// <summary>Character classes as Hugging Face's tokenizers define them.</summary>
internal static class CharacterClasses
{
    /// <summary>Unicode's word characters (UTS #18): alphabetic characters, marks, decimal digits, connectors and joiners.</summary>
    public static bool IsWord(Rune rune) => rune.Value is 0x200C or 0x200D || IsAlphabeticSymbol(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter
            or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
            or UnicodeCategory.LetterNumber or UnicodeCategory.DecimalDigitNumber
            or UnicodeCategory.ConnectorPunctuation || IsMark(rune);

    /// <summary>Circled and squared Latin letters: symbols by general category, alphabetic by property.</summary>
    public static bool IsAlphabeticSymbol(Rune rune) => rune.Value is >= 0x24B6 and <= 0x24E9
        or >= 0x1F130 and <= 0x1F149 or >= 0x1F150 and <= 0x1F169 or >= 0x1F170 and <= 0x1F189;

    public static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark
        or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    /// <summary>Punctuation by general category, and ASCII symbols such as $ and +.</summary>
    public static bool IsPunctuation(Rune rune) => Rune.IsPunctuation(rune) || (rune.IsAscii && Rune.IsSymbol(rune));
}
