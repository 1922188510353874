using System.Text.RegularExpressions;

namespace Microsoft.ML.Sav.Text.Tokenization.Patterns;

/// <summary>Every match of a regular expression in the syntax of Oniguruma, which the Rust runtime uses.</summary>
internal sealed class RegexPattern : IPattern
{
    private readonly Regex _regex;

    /// <exception cref="NotSupportedException">The expression uses syntax that has no known equal in .NET.</exception>
    /// <exception cref="ArgumentException">The expression is malformed.</exception>
    public RegexPattern(string onigurumaPattern) =>
        _regex = new Regex(new OnigurumaTranslator(onigurumaPattern).Translate(), RegexOptions.CultureInvariant);

    public List<Segment> Segments(string text)
    {
        var units = new CodePointUnits(text);
        var segments = new SegmentList(text);
        var end = -1;
        for (var match = _regex.Match(units.Text); match.Success; match = match.NextMatch())
        {
            // Oniguruma finds no empty match right behind another match.
            if (match.Length == 0 && match.Index == end)
                continue;
            end = match.Index + match.Length;
            segments.AddMatch(units.Position(match.Index), units.Position(end));
        }
        return segments.Complete();
    }
}
