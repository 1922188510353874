namespace Microsoft.ML.Sav.Text.Tokenization.PreTokenizers;

/// <summary>Cuts a text into the words that the model sees one at a time.</summary>
internal interface IPreTokenizer
{
    /// <summary>Cuts a piece that has text into pieces that have text.</summary>
    IEnumerable<Piece> PreTokenize(Piece piece);
}
