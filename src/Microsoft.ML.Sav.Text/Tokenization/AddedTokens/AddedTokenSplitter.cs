using System.Text;
using Microsoft.ML.Sav.Text.Tokenization.Text;

namespace Microsoft.ML.Sav.Text.Tokenization.AddedTokens;

/// <summary>Finds added tokens in a text: from left to right, the longest at each place.</summary>
internal sealed class AddedTokenSplitter
{
    private readonly PrefixTrie _patterns = new();
    private readonly Dictionary<int, AddedToken> _tokens = [];

    /// <param name="tokens">Ids and tokens with the text to look for.</param>
    public AddedTokenSplitter(IEnumerable<(int Id, AddedToken Token, string Pattern)> tokens)
    {
        foreach (var (id, token, pattern) in tokens)
        {
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
        var node = PrefixTrie.Root;
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
        return !RuneKinds.IsWord(before) && !RuneKinds.IsWord(after);
    }
}
