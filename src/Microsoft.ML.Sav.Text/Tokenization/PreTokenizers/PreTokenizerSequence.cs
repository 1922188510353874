namespace Microsoft.ML.Sav.Text.Tokenization.PreTokenizers;

/// <summary>Applies pre-tokenizers one after the other, each to the pieces of the previous one.</summary>
internal sealed class PreTokenizerSequence(IReadOnlyList<IPreTokenizer> preTokenizers) : IPreTokenizer
{
    public IEnumerable<Piece> PreTokenize(Piece piece) =>
        preTokenizers.Aggregate<IPreTokenizer, IEnumerable<Piece>>([piece], (pieces, next) => pieces.SelectMany(next.PreTokenize));
}
