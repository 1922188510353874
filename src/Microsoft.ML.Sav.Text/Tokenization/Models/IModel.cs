namespace Microsoft.ML.Sav.Text.Tokenization.Models;

/// <summary>Splits words into the tokens of a vocabulary.</summary>
internal interface IModel
{
    Vocabulary Vocabulary { get; }

    /// <summary>Appends the token ids of a word, which is not empty.</summary>
    /// <exception cref="TokenizerException">The word has an unknown character, and the vocabulary has no unknown token.</exception>
    void Tokenize(string word, List<int> ids);
}
