using System.Globalization;
using System.Text;
using Microsoft.ML.Sav.Text.Tokenization.Text;

namespace Microsoft.ML.Sav.Text.Tokenization.Patterns;

/// <summary>
/// A text with one UTF-16 unit for every code point, for .NET's regular expressions know no others. A code point
/// above U+FFFF becomes a private-use stand-in for its general category (see <see cref="StandIn(UnicodeCategory)"/>).
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
            units.Append(Unit(rune));
            positions.Add(position);
            position += rune.Utf16SequenceLength;
        }
        positions.Add(position);
        Text = units.ToString();
        _positions = [.. positions];
    }

    public string Text { get; }

    /// <summary>Where the unit stands in the original text.</summary>
    public int Position(int unit) => _positions is null ? unit : _positions[unit];

    /// <summary>Stands for the code points above U+FFFF of a category.</summary>
    public static char StandIn(UnicodeCategory category) => (char)(FirstStandIn + (int)category);

    private static char Unit(Rune rune)
    {
        if (rune.IsBmp && rune.Value is < FirstStandIn or > LastStandIn)
            return (char)rune.Value;
        return RuneKinds.IsAlphabeticSymbol(rune) ? AlphabeticSymbolStandIn : StandIn(Rune.GetUnicodeCategory(rune));
    }
}
