namespace Microsoft.ML.Sav.Text.Tokenization.Models;

/// <summary>Byte-pair encoding: merges the characters of a word pair by pair, in the order of training.</summary>
internal sealed class BpeModel : IModel
{
    private readonly BpeOptions _options;
    private readonly BpeMerges _merges;

    public BpeModel(Vocabulary vocabulary, BpeMerges merges, BpeOptions options)
    {
        Vocabulary = vocabulary;
        _merges = merges;
        _options = options;
    }

    public Vocabulary Vocabulary { get; }

    public void Tokenize(string word, List<int> ids)
    {
        if (_options.IgnoreMerges && Vocabulary.TryGetId(word, out var id))
            ids.Add(id);
        else
            _merges.Apply(GetSymbols(word), ids);
    }

    private List<int> GetSymbols(string word)
    {
        var symbols = new List<int>(word.Length);
        var hasUnknown = false;
        for (var start = 0; start < word.Length;)
        {
            var end = start + (char.IsSurrogatePair(word, start) ? 2 : 1);
            var symbol = GetSymbol(word, start, end);
            start = end;
            if (Vocabulary.TryGetId(symbol, out var id))
            {
                // An unknown token is added only when the next symbol is known, so that it can be fused.
                if (hasUnknown)
                    AddUnknown();
                symbols.Add(id);
            }
            else if (!(_options.ByteFallback && Vocabulary.TryAddBytes(symbol, symbols)) && _options.UnknownToken is not null)
            {
                if (hasUnknown && !_options.FuseUnknown)
                    AddUnknown();
                hasUnknown = true;
            }
        }
        if (hasUnknown)
            AddUnknown();
        return symbols;

        void AddUnknown()
        {
            symbols.Add(Vocabulary.GetUnknownId(_options.UnknownToken!, word));
            hasUnknown = false;
        }
    }

    private ReadOnlySpan<char> GetSymbol(string word, int start, int end)
    {
        var symbol = word.AsSpan(start..end);
        var prefix = start > 0 ? _options.ContinuingSubwordPrefix : "";
        var suffix = end == word.Length ? _options.EndOfWordSuffix : "";
        return prefix.Length + suffix.Length == 0 ? symbol : string.Concat(prefix, symbol, suffix);
    }
}
