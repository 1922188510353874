namespace Microsoft.ML.Sav.Text.Tokenization.PreTokenizers;

/// <summary>Splits a text into the words that the model tokenizes one by one.</summary>
internal interface IPreTokenizer
{
    /// <summary>Splits a piece into pieces. None of them is empty.</summary>
    IEnumerable<Piece> PreTokenize(Piece piece);
}
