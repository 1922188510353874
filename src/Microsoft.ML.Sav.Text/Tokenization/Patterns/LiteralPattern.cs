namespace Microsoft.ML.Sav.Text.Tokenization.Patterns;

/// <summary>Every occurrence of a text.</summary>
internal sealed class LiteralPattern(string literal) : IPattern
{
    public List<Segment> Segments(string text)
    {
        var segments = new SegmentList(text);
        for (var i = text.IndexOf(literal, StringComparison.Ordinal); i >= 0; i = text.IndexOf(literal, i + literal.Length, StringComparison.Ordinal))
            segments.AddMatch(i, i + literal.Length);
        return segments.Complete();
    }
}
