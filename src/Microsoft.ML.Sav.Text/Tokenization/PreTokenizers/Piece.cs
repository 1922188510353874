using Microsoft.ML.Sav.Text.Tokenization.Patterns;

namespace Microsoft.ML.Sav.Text.Tokenization.PreTokenizers;

/// <summary>A stretch of normalized text, and whether it stands at the very beginning of the input.</summary>
internal readonly record struct Piece(string Text, bool IsAtStart)
{
    /// <summary>The parts of this piece that have any text.</summary>
    public IEnumerable<Piece> Slice(List<Segment> segments)
    {
        foreach (var (start, end, _) in segments)
        {
            if (start < end)
                yield return new Piece(Text[start..end], IsAtStart && start == 0);
        }
    }
}
