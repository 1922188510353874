namespace Microsoft.ML.Sav.Text.Tokenization.PreTokenizers;

/// <summary>Several pre-tokenizers, each on the pieces of the one before.</summary>
internal sealed class PreTokenizerSequence(IReadOnlyList<IPreTokenizer> preTokenizers) : IPreTokenizer
{
    public IEnumerable<Piece> PreTokenize(Piece piece) =>
        preTokenizers.Aggregate<IPreTokenizer, IEnumerable<Piece>>([piece], (pieces, next) => pieces.SelectMany(next.PreTokenize));
}
