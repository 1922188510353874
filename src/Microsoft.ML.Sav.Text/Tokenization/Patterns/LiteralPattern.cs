namespace Microsoft.ML.Sav.Text.Tokenization.Patterns;

/// <summary>Matches every occurrence of a string.</summary>
internal sealed class LiteralPattern(string literal) : IPattern
{
    public List<Segment> FindSegments(string text)
    {
        var segments = new SegmentList(text);
        for (var i = text.IndexOf(literal, StringComparison.Ordinal); i >= 0; i = text.IndexOf(literal, i + literal.Length, StringComparison.Ordinal))
            segments.AddMatch(i, i + literal.Length);
        return segments.Complete();
    }
}
