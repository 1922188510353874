using Microsoft.ML.Sav.Text.Tokenization.Models;
using Microsoft.ML.Sav.Text.Tokenization.Normalizers;
using Microsoft.ML.Sav.Text.Tokenization.PreTokenizers;

namespace Microsoft.ML.Sav.Text.Tokenization.AddedTokens;

/// <summary>The added tokens of a tokenizer; splits texts at them.</summary>
internal sealed class AddedVocabulary
{
    private readonly INormalizer? _normalizer;
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<int, AddedToken> _tokens = [];
    private readonly AddedTokenSplitter _splitter;
    private readonly AddedTokenSplitter _normalizedSplitter;

    /// <summary>Assigns ids as Hugging Face does: the model's id of the token, or the next one after both vocabularies.</summary>
    public AddedVocabulary(IEnumerable<AddedToken> tokens, Vocabulary vocabulary, INormalizer? normalizer)
    {
        _normalizer = normalizer;
        var next = vocabulary.Count;
        foreach (var token in tokens.Where(token => token.Content.Length > 0))
        {
            if (!_ids.TryGetValue(token.Content, out var id) && !vocabulary.TryGetId(token.Content, out id))
                id = next;
            next = Math.Max(next, id + 1);
            _ids[token.Content] = id;
            _tokens[id] = token;
        }
        _splitter = new AddedTokenSplitter(_tokens.Where(entry => !entry.Value.Normalized)
            .Select(entry => (entry.Key, entry.Value, entry.Value.Content)));
        _normalizedSplitter = new AddedTokenSplitter(_tokens.Where(entry => entry.Value.Normalized)
            .Select(entry => (entry.Key, entry.Value, Normalize(entry.Value.Content))));
    }

    public bool TryGetId(string token, out int id) => _ids.TryGetValue(token, out id);

    public string? GetToken(int id) => _tokens.GetValueOrDefault(id)?.Content;

    /// <summary>Splits a text into added tokens, with their ids, and the normalized pieces between them.</summary>
    public IEnumerable<(Piece Piece, int? Id)> Split(string text)
    {
        foreach (var outer in _splitter.Split(text))
        {
            var part = text[outer.Start..outer.End];
            if (outer.Id is not null)
            {
                yield return (new Piece(part, outer.Start == 0), outer.Id);
                continue;
            }
            part = Normalize(part);
            foreach (var inner in _normalizedSplitter.Split(part))
                yield return (new Piece(part[inner.Start..inner.End], outer.Start == 0 && inner.Start == 0), inner.Id);
        }
    }

    private string Normalize(string text) => _normalizer?.Normalize(text) ?? text;
}
