namespace Microsoft.ML.Sav.Text.Tokenization.Models;

/// <summary>Cuts a word into the tokens of a vocabulary.</summary>
internal interface IModel
{
    Vocabulary Vocabulary { get; }

    /// <summary>Appends the ids of the tokens of a word that has text.</summary>
    /// <exception cref="InvalidDataException">The word needs the token for the unknown, and the vocabulary has none.</exception>
    void Tokenize(string word, List<int> ids);
}
