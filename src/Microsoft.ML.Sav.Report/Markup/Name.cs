using System.Globalization;
using System.Text;
using System.Xml;

namespace Microsoft.ML.Sav.Report.Markup;

/// <summary>Names that come from the data: of any length, in any script.</summary>
internal static class Name
{
    private const int MaxLength = 120;

    /// <summary>A name, shortened in the middle, that does not change the direction of the text around it.</summary>
    public static Html Create(string name) => Html.From($"<bdi>{Shorten(name)}</bdi>");

    /// <summary>Shortens a name in the middle, between characters that belong together.</summary>
    public static string Shorten(string name, int maxLength = MaxLength)
    {
        if (name.Length <= maxLength)
            return name;
        var starts = StringInfo.ParseCombiningCharacters(name);
        var half = (maxLength - 1) / 2;
        var end = starts.LastOrDefault(start => start <= half);
        var next = starts.FirstOrDefault(start => start >= name.Length - half, name.Length);
        return $"{name.AsSpan(0, end)}…{name.AsSpan(next)}";
    }

    /// <summary>Replaces characters that XML cannot hold, such as control characters and halves of surrogate pairs.</summary>
    public static string ToXml(string name) =>
        string.Concat(name.EnumerateRunes().Select(rune => rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? Rune.ReplacementChar : rune));
}
