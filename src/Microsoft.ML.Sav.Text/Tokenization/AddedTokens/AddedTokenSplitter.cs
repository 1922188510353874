using System.Text;
using Microsoft.ML.Sav.Text.Tokenization.Characters;
using Microsoft.ML.Sav.Text.Tokenization.Models;

namespace Microsoft.ML.Sav.Text.Tokenization.AddedTokens;

/// <summary>Finds the added tokens in a text: leftmost first, the longest at each position.</summary>
internal sealed class AddedTokenSplitter
{
    // Bounds the work per character: matching may read a whole pattern at every position.
    private const int MaxPatternLength = 1_000;
    private readonly Trie _patterns = new();
    private readonly Dictionary<int, AddedToken> _tokens = [];

    /// <param name="tokens">The tokens with their ids and the text to match.</param>
    /// <exception cref="TokenizerException">A text to match is too long.</exception>
    public AddedTokenSplitter(IEnumerable<(int Id, AddedToken Token, string Pattern)> tokens)
    {
        foreach (var (id, token, pattern) in tokens)
        {
            if (pattern.Length > MaxPatternLength)
                throw new TokenizerException($"The added token '{pattern[..40]}...' has {pattern.Length:N0} characters; at most {MaxPatternLength:N0} are supported.");
            _patterns.Add(pattern, id);
            _tokens[id] = token;
        }
    }

    public IEnumerable<AddedTokenSegment> Split(string text)
    {
        var done = 0;
        for (var i = 0; i < text.Length;)
        {
            if (!TryMatch(text, i, out var matchEnd, out var id))
            {
                i++;
                continue;
            }
            var (start, end) = (i, matchEnd);
            i = matchEnd;
            var token = _tokens[id];
            if (token.SingleWord && !IsSingleWord(text, start, end))
                continue;
            if (token.StripLeft)
                start = Math.Max(text.AsSpan(0, start).TrimEnd().Length, done);
            if (token.StripRight)
                end = text.Length - text.AsSpan(end).TrimStart().Length;
            if (done < start)
                yield return new AddedTokenSegment(done, start, Id: null);
            yield return new AddedTokenSegment(start, end, id);
            done = end;
        }
        if (done < text.Length)
            yield return new AddedTokenSegment(done, text.Length, Id: null);
    }

    private bool TryMatch(string text, int start, out int end, out int id)
    {
        (end, id) = (start, 0);
        var node = Trie.Root;
        for (var i = start; i < text.Length && _patterns.TryStep(ref node, text[i]); i++)
        {
            if (_patterns.TryGetValue(node, out var found))
                (end, id) = (i + 1, found);
        }
        return end > start;
    }

    private static bool IsSingleWord(string text, int start, int end)
    {
        Rune.DecodeLastFromUtf16(text.AsSpan(0, start), out var before, out _);
        Rune.DecodeFromUtf16(text.AsSpan(end), out var after, out _);
        return !CharacterClasses.IsWord(before) && !CharacterClasses.IsWord(after);
    }
}
