using System.Text;

namespace Microsoft.ML.Sav.Text.Tokenization.Patterns;

/// <summary>Matches every character of a class.</summary>
internal sealed class RunePattern(Func<Rune, bool> isMatch) : IPattern
{
    public List<Segment> FindSegments(string text)
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
