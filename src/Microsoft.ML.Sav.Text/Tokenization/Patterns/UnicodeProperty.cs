using System.Globalization;

namespace Microsoft.ML.Sav.Text.Tokenization.Patterns;

/// <summary>Members of .NET sets for Unicode properties, including the stand-ins of <see cref="CodePointUnits"/>.</summary>
internal static class UnicodeProperty
{
    /// <summary>The short names, in the order of <see cref="UnicodeCategory"/>.</summary>
    private static readonly string[] Categories =
    [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc",
        "Cf", "Cs", "Co", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Cn",
    ];

    /// <summary>The members of \w: alphabetic characters, marks, decimal digits and connectors.</summary>
    public static string Word { get; } = GetMembers("L") + GetMembers("M") + GetMembers("Nd") + GetMembers("Nl") + GetMembers("Pc")
        + $@"\u24B6-\u24E9\u{(int)CodePointUnits.AlphabeticSymbolStandIn:X4}";

    /// <summary>The members of a general category such as Lu or L, or of its complement, or null for other names.</summary>
    public static string? GetMembers(string category, bool complement = false)
    {
        bool IsIn(string name) => name.StartsWith(category, StringComparison.OrdinalIgnoreCase);
        if (category.Length is not (1 or 2) || !Categories.Any(IsIn))
            return null;
        return string.Concat(Categories.Index().Where(entry => IsIn(entry.Item) != complement)
            .Select(entry => GetCategory((UnicodeCategory)entry.Index)));
    }

    private static string GetCategory(UnicodeCategory category)
    {
        // The stand-ins are private-use characters themselves, so \p{Co} would match all of them.
        var inBasicPlane = category == UnicodeCategory.PrivateUse
            ? $@"\u{CodePointUnits.LastStandIn + 1:X4}-\uF8FF"
            : $@"\p{{{Categories[(int)category]}}}";
        var standIns = $@"\u{(int)CodePointUnits.GetStandIn(category):X4}";
        if (category == UnicodeCategory.OtherSymbol)
            standIns += $@"\u{(int)CodePointUnits.AlphabeticSymbolStandIn:X4}";
        return inBasicPlane + standIns;
    }
}
