using System.Text;
using System.Text.Json;
using Microsoft.ML.Sav.Text.Tokenization.Serialization;
using SpanLookup = System.Collections.Generic.Dictionary<string, int>.AlternateLookup<System.ReadOnlySpan<char>>;

namespace Microsoft.ML.Sav.Text.Tokenization.Models;

/// <summary>The tokens of a model and their ids.</summary>
internal sealed class Vocabulary
{
    private const int MaxExcerptLength = 40;
    private readonly string _location;
    private readonly SpanLookup _ids;
    private readonly Dictionary<int, string> _tokens;
    private readonly Lazy<int?[]> _byteIds;

    private Vocabulary(string location, int capacity)
    {
        _location = location;
        _ids = new Dictionary<string, int>(capacity, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        _tokens = new Dictionary<int, string>(capacity);
        _byteIds = new(() => [.. Enumerable.Range(0, 256).Select(value => TryGetId($"<0x{value:X2}>", out var id) ? id : (int?)null)]);
    }

    /// <summary>The number of tokens; ids of added tokens start here.</summary>
    public int Count => _tokens.Count;

    /// <summary>The length of the longest token, in UTF-16 code units.</summary>
    public int LongestTokenLength { get; private set; }

    public bool TryGetId(ReadOnlySpan<char> token, out int id) => _ids.TryGetValue(token, out id);

    public string? GetToken(int id) => _tokens.GetValueOrDefault(id);

    /// <summary>The id of the unknown token, for a word with an unknown character.</summary>
    public int GetUnknownId(string unknownToken, ReadOnlySpan<char> word) => TryGetId(unknownToken, out var id)
        ? id
        : throw CreateUnknownException(word, $"the unknown token '{unknownToken}'");

    public TokenizerException CreateUnknownException(ReadOnlySpan<char> word, string missingToken)
    {
        var excerpt = word.Length <= MaxExcerptLength ? word.ToString() : $"{word[..MaxExcerptLength]}...";
        return new TokenizerException($"{_location}: there are neither tokens for all of '{excerpt}' nor {missingToken}.");
    }

    /// <summary>Adds the ids of a text's bytes in UTF-8, the tokens &lt;0x00&gt; to &lt;0xFF&gt;. Adds none if one is missing.</summary>
    public bool TryAddBytes(ReadOnlySpan<char> text, List<int> ids)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, bytes);
        var byteIds = Array.ConvertAll(bytes, value => _byteIds.Value[value]);
        if (byteIds.Contains(null))
            return false;
        ids.AddRange(byteIds.Select(id => id!.Value));
        return true;
    }

    /// <summary>Reads {"token": id, ...}.</summary>
    public static Vocabulary ReadIds(LocatedElement json)
    {
        if (json.Element.ValueKind != JsonValueKind.Object)
            throw json.CreateTypeException("an object");
        var vocabulary = new Vocabulary(json.Location, json.Element.GetPropertyCount());
        foreach (var entry in json.Element.EnumerateObject())
        {
            if (entry.Value.ValueKind != JsonValueKind.Number || !entry.Value.TryGetInt32(out var id) || id < 0)
                throw json.CreateException($"the id of '{entry.Name}': expected an integer from 0 to 2147483647, found {entry.Value.GetRawText()}");
            vocabulary.Add(entry.Name, id);
        }
        return vocabulary;
    }

    /// <summary>Creates a vocabulary of tokens with their indices as ids; the last of equal tokens counts.</summary>
    public static Vocabulary FromTokens(string location, IReadOnlyList<string> tokens)
    {
        var vocabulary = new Vocabulary(location, tokens.Count);
        for (var i = 0; i < tokens.Count; i++)
            vocabulary.Add(tokens[i], i);
        return vocabulary;
    }

    private void Add(string token, int id)
    {
        _ids[token] = id;
        _tokens[id] = token;
        LongestTokenLength = Math.Max(LongestTokenLength, token.Length);
    }
}
