using System.Text;

namespace Microsoft.ML.Sav.Text.Tokenization.Patterns;

/// <summary>Every single character of a kind.</summary>
internal sealed class RunePattern(Func<Rune, bool> isMatch) : IPattern
{
    public List<Segment> Segments(string text)
    {
        var segments = new SegmentList(text);
        var i = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (isMatch(rune))
                segments.AddMatch(i, i + rune.Utf16SequenceLength);
            i += rune.Utf16SequenceLength;
        }
        return segments.Complete();
    }
}
