using Microsoft.ML.Sav.Text.Tokenization.Patterns;

namespace Microsoft.ML.Sav.Text.Tokenization.PreTokenizers;

/// <summary>Replaces spaces with a visible character, and splits before each.</summary>
internal sealed class MetaspacePreTokenizer(char replacement, PrependScheme prependScheme, bool split) : IPreTokenizer
{
    private readonly LiteralPattern _replacement = new(replacement.ToString());

    public IEnumerable<Piece> PreTokenize(Piece piece)
    {
        var text = piece.Text.Replace(' ', replacement);
        var prepend = prependScheme == PrependScheme.Always || (prependScheme == PrependScheme.First && piece.IsAtStart);
        if (prepend && !text.StartsWith(replacement))
            text = replacement + text;
        piece = piece with { Text = text };
        return split ? piece.Slice(_replacement.Split(text, SplitBehavior.MergedWithNext)) : [piece];
    }
}
