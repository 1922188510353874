namespace Microsoft.ML.Sav.Text.Tokenization.Models;

/// <summary>SentencePiece's unigram model: splits a word into the tokens with the highest sum of scores (Viterbi).</summary>
internal sealed class UnigramModel : IModel
{
    // The score of an unknown character, below the lowest score in the vocabulary.
    private const double UnknownPenalty = 10;
    private readonly double[] _scores;
    private readonly int? _unknownId;
    private readonly double _unknownScore;
    private readonly bool _byteFallback;
    private readonly Trie _tokens = new();

    public UnigramModel(Vocabulary vocabulary, double[] scores, int? unknownId, bool byteFallback)
    {
        Vocabulary = vocabulary;
        _scores = scores;
        _unknownId = unknownId;
        _unknownScore = scores.DefaultIfEmpty().Min() - UnknownPenalty;
        _byteFallback = byteFallback;
        for (var id = 0; id < scores.Length; id++)
        {
            if (vocabulary.GetToken(id) is { } token)
                _tokens.Add(token, id);
        }
    }

    public Vocabulary Vocabulary { get; }

    public void Tokenize(string word, List<int> ids)
    {
        var best = FindBestSteps(word);
        var tokens = new Stack<(int Start, int End)>();
        for (var end = word.Length; end > 0;)
        {
            // Consecutive unknown characters become one token.
            var (start, _, isUnknown) = best[end]!.Value;
            while (isUnknown && best[start] is { IsUnknown: true } before)
                start = before.Start;
            tokens.Push((start, end));
            end = start;
        }
        foreach (var (start, end) in tokens)
            AddToken(word.AsSpan(start..end), ids);
    }

    /// <summary>For each end position, the last token of the best split up to there.</summary>
    private Step?[] FindBestSteps(string word)
    {
        var best = new Step?[word.Length + 1];
        var start = 0;
        foreach (var rune in word.EnumerateRunes())
        {
            var score = best[start]?.Score ?? 0;
            var next = start + rune.Utf16SequenceLength;
            var isKnown = false;
            var node = Trie.Root;
            for (var end = start; end < word.Length && _tokens.TryStep(ref node, word[end]); end++)
            {
                if (!_tokens.TryGetValue(node, out var id))
                    continue;
                Improve(ref best[end + 1], new Step(start, score + _scores[id], id == _unknownId));
                isKnown |= end + 1 == next;
            }
            if (!isKnown)
                Improve(ref best[next], new Step(start, score + _unknownScore, IsUnknown: true));
            start = next;
        }
        return best;
    }

    private static void Improve(ref Step? best, Step candidate)
    {
        if (best is not { } current || candidate.Score > current.Score)
            best = candidate;
    }

    private void AddToken(ReadOnlySpan<char> text, List<int> ids)
    {
        if (Vocabulary.TryGetId(text, out var id))
            ids.Add(id);
        else if (!_byteFallback || !Vocabulary.TryAddBytes(text, ids))
            ids.Add(_unknownId ?? throw Vocabulary.CreateUnknownException(text, "an unknown token"));
    }

    private readonly record struct Step(int Start, double Score, bool IsUnknown);
}
