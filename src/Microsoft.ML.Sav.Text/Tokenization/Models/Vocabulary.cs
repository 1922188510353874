using System.Text.Json;
using Microsoft.ML.Sav.Text.Tokenization.Json;
using TextLookup = System.Collections.Generic.Dictionary<string, int>.AlternateLookup<System.ReadOnlySpan<char>>;

namespace Microsoft.ML.Sav.Text.Tokenization.Models;

/// <summary>Tokens and their ids.</summary>
internal sealed class Vocabulary
{
    private const int LongestExcerpt = 40;
    private readonly string _place;
    private readonly TextLookup _ids;
    private readonly Dictionary<int, string> _tokens;

    private Vocabulary(string place, int capacity)
    {
        _place = place;
        _ids = new Dictionary<string, int>(capacity, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        _tokens = new Dictionary<int, string>(capacity);
    }

    /// <summary>The number of tokens, after which the ids of further tokens follow.</summary>
    public int Count => _tokens.Count;

    /// <summary>In UTF-16 units.</summary>
    public int LongestToken { get; private set; }

    public bool TryGetId(ReadOnlySpan<char> token, out int id) => _ids.TryGetValue(token, out id);

    public string? TokenOf(int id) => _tokens.GetValueOrDefault(id);

    /// <summary>The id of the token that stands for what <paramref name="word"/> has and the vocabulary lacks.</summary>
    public int UnknownId(string unknownToken, ReadOnlySpan<char> word) => TryGetId(unknownToken, out var id)
        ? id
        : throw Lacks(word, $"the token '{unknownToken}' for the unknown");

    /// <summary>The complaint about a word that the vocabulary cannot write.</summary>
    public InvalidDataException Lacks(ReadOnlySpan<char> word, string alternative)
    {
        var excerpt = word.Length <= LongestExcerpt ? word.ToString() : $"{word[..LongestExcerpt]}...";
        return new InvalidDataException($"{_place}: it has neither tokens for all of '{excerpt}' nor {alternative}.");
    }

    /// <summary>The ids of the tokens &lt;0x00&gt; to &lt;0xFF&gt;, null where there is none.</summary>
    public int?[] ByteIds() =>
        [.. Enumerable.Range(0, 256).Select(value => TryGetId($"<0x{value:X2}>", out var id) ? id : (int?)null)];

    /// <summary>Reads {"token": id, ...}.</summary>
    public static Vocabulary ReadIds(JsonPart part)
    {
        if (part.Element.ValueKind != JsonValueKind.Object)
            throw part.Expected("an object");
        var vocabulary = new Vocabulary(part.Place, part.Element.GetPropertyCount());
        foreach (var entry in part.Element.EnumerateObject())
        {
            if (entry.Value.ValueKind != JsonValueKind.Number || !entry.Value.TryGetInt32(out var id) || id < 0)
                throw part.Invalid($"the id of '{entry.Name}' should be a whole number of at least 0, but is {entry.Value.GetRawText()}");
            vocabulary.Add(entry.Name, id);
        }
        return vocabulary;
    }

    /// <summary>Tokens whose ids are their places in the list; of equal tokens the last counts.</summary>
    public static Vocabulary FromList(JsonPart part, IReadOnlyList<string> tokens)
    {
        var vocabulary = new Vocabulary(part.Place, tokens.Count);
        for (var i = 0; i < tokens.Count; i++)
            vocabulary.Add(tokens[i], i);
        return vocabulary;
    }

    private void Add(string token, int id)
    {
        _ids[token] = id;
        _tokens[id] = token;
        LongestToken = Math.Max(LongestToken, token.Length);
    }
}
