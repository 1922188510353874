namespace Microsoft.ML.Sav.Text.Tokenization.Models;

/// <summary>A model whose words are tokens.</summary>
internal sealed class WordLevelModel(Vocabulary vocabulary, string unknownToken) : IModel
{
    public Vocabulary Vocabulary { get; } = vocabulary;

    public void Tokenize(string word, List<int> ids) =>
        ids.Add(Vocabulary.TryGetId(word, out var id) ? id : Vocabulary.GetUnknownId(unknownToken, word));
}
