using System.Globalization;
using System.Text;
using Microsoft.ML.Sav.Text.Tokenization.Characters;

namespace Microsoft.ML.Sav.Text.Tokenization.Patterns;

/// <summary>
/// A text with one UTF-16 code unit per code point, as .NET's regular expressions match code units. A code point above U+FFFF
/// becomes a private-use character that stands for its general category (see <see cref="GetStandIn"/>).
/// </summary>
internal sealed class CodePointUnits
{
    public const char FirstStandIn = '\uE000';
    public const char AlphabeticSymbolStandIn = (char)(LastCategoryStandIn + 1);
    public const char LastStandIn = AlphabeticSymbolStandIn;
    private const char LastCategoryStandIn = (char)(FirstStandIn + (int)UnicodeCategory.OtherNotAssigned);
    private readonly int[]? _positions;

    public CodePointUnits(string text)
    {
        Text = text;
        if (!text.AsSpan().ContainsAnyInRange('\uD800', LastStandIn))
            return;
        var units = new StringBuilder(text.Length);
        var positions = new List<int>(text.Length + 1);
        var position = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            units.Append(GetUnit(rune));
            positions.Add(position);
            position += rune.Utf16SequenceLength;
        }
        positions.Add(position);
        Text = units.ToString();
        _positions = [.. positions];
    }

    public string Text { get; }

    /// <summary>The position of a unit in the original text.</summary>
    public int GetPosition(int unit) => _positions is null ? unit : _positions[unit];

    /// <summary>The character that stands for the code points above U+FFFF of a category.</summary>
    public static char GetStandIn(UnicodeCategory category) => (char)(FirstStandIn + (int)category);

    private static char GetUnit(Rune rune)
    {
        if (rune.IsBmp && rune.Value is < FirstStandIn or > LastStandIn)
            return (char)rune.Value;
        return CharacterClasses.IsAlphabeticSymbol(rune) ? AlphabeticSymbolStandIn : GetStandIn(Rune.GetUnicodeCategory(rune));
    }
}
