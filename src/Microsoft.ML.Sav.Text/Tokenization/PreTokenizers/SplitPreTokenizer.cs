using Microsoft.ML.Sav.Text.Tokenization.Patterns;

namespace Microsoft.ML.Sav.Text.Tokenization.PreTokenizers;

/// <summary>Cuts at the matches of a pattern, or with <paramref name="invert"/> at what lies between them.</summary>
internal sealed class SplitPreTokenizer(IPattern pattern, SplitBehavior behavior, bool invert = false) : IPreTokenizer
{
    public IEnumerable<Piece> PreTokenize(Piece piece) => piece.Slice(pattern.Split(piece.Text, behavior, invert));
}
