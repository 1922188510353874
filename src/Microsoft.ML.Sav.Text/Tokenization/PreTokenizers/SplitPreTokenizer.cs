using Microsoft.ML.Sav.Text.Tokenization.Patterns;

namespace Microsoft.ML.Sav.Text.Tokenization.PreTokenizers;

/// <summary>Splits at the matches of a pattern, or between them if <paramref name="invert"/> is true.</summary>
internal sealed class SplitPreTokenizer(IPattern pattern, SplitBehavior behavior, bool invert = false) : IPreTokenizer
{
    public IEnumerable<Piece> PreTokenize(Piece piece) => piece.Slice(pattern.Split(piece.Text, behavior, invert));
}
