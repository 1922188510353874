using Microsoft.ML.Sav.Text.Tokenization.Patterns;

namespace Microsoft.ML.Sav.Text.Tokenization.PreTokenizers;

/// <summary>A piece of the normalized text, and whether it is at the start of the input.</summary>
internal readonly record struct Piece(string Text, bool IsAtStart)
{
    /// <summary>The segments of this piece that are not empty.</summary>
    public IEnumerable<Piece> Slice(List<Segment> segments)
    {
        foreach (var (start, end, _) in segments)
        {
            if (start < end)
                yield return new Piece(Text[start..end], IsAtStart && start == 0);
        }
    }
}
