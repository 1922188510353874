using Microsoft.ML.Sav.Text.Tokenization.Patterns;
using Microsoft.ML.Sav.Text.Tokenization.Characters;

namespace Microsoft.ML.Sav.Text.Tokenization.PreTokenizers;

/// <summary>Splits into GPT-2's words, and writes their UTF-8 bytes in the <see cref="ByteLevelAlphabet"/>.</summary>
internal sealed class ByteLevelPreTokenizer(bool addPrefixSpace, bool useRegex) : IPreTokenizer
{
    private static readonly RegexPattern Words =
        new(@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+");

    public IEnumerable<Piece> PreTokenize(Piece piece)
    {
        if (addPrefixSpace && !piece.Text.StartsWith(' '))
            piece = piece with { Text = " " + piece.Text };
        var words = useRegex ? piece.Slice(Words.Split(piece.Text, SplitBehavior.Isolated)) : [piece];
        return words.Select(word => word with { Text = ByteLevelAlphabet.Encode(word.Text) });
    }
}
