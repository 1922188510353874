using System.Globalization;

namespace Microsoft.ML.Sav.Text.Tokenization.Patterns;

/// <summary>Members of .NET sets that hold the characters of a Unicode property and their stand-ins.</summary>
internal static class UnicodeProperty
{
    /// <summary>In the order of <see cref="UnicodeCategory"/>.</summary>
    private static readonly string[] Categories =
    [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc",
        "Cf", "Cs", "Co", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Cn",
    ];

    /// <summary>\w: alphabetic characters, marks, decimal digits and connectors.</summary>
    public static string Word { get; } = Members("L") + Members("M") + Members("Nd") + Members("Nl") + Members("Pc")
        + $@"\u24B6-\u24E9\u{(int)CodePointUnits.AlphabeticSymbolStandIn:X4}";

    /// <summary>All of a general category such as Lu or L, or all but it; null for other names.</summary>
    public static string? Members(string category, bool complement = false)
    {
        bool IsIn(string name) => name.StartsWith(category, StringComparison.OrdinalIgnoreCase);
        if (category.Length is not (1 or 2) || !Categories.Any(IsIn))
            return null;
        return string.Concat(Categories.Index().Where(entry => IsIn(entry.Item) != complement)
            .Select(entry => Category((UnicodeCategory)entry.Index)));
    }

    private static string Category(UnicodeCategory category)
    {
        // The stand-ins are private-use characters themselves, so that the category cannot be named as a whole.
        var inBasicPlane = category == UnicodeCategory.PrivateUse
            ? $@"\u{CodePointUnits.LastStandIn + 1:X4}-\uF8FF"
            : $@"\p{{{Categories[(int)category]}}}";
        var standIns = $@"\u{(int)CodePointUnits.StandIn(category):X4}";
        if (category == UnicodeCategory.OtherSymbol)
            standIns += $@"\u{(int)CodePointUnits.AlphabeticSymbolStandIn:X4}";
        return inBasicPlane + standIns;
    }
}
