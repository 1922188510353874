using System.Text.Json;
using Microsoft.ML.Sav.Text.Tokenization.Serialization;

namespace Microsoft.ML.Sav.Text.Tokenization.Models;

/// <summary>Reads the property "model" of a tokenizer.json.</summary>
internal static class ModelReader
{
    public static IModel Read(LocatedElement json) => (json.StringOrNull("type") ?? GuessType(json)) switch
    {
        "BPE" => BpeReader.Read(json),
        "Unigram" => ReadUnigram(json),
        "WordPiece" => new WordPieceModel(
            Vocabulary.ReadIds(json.Required("vocab")),
            json.String("unk_token"),
            json.String("continuing_subword_prefix"),
            json.Int32("max_input_chars_per_word")),
        "WordLevel" => new WordLevelModel(Vocabulary.ReadIds(json.Required("vocab")), json.String("unk_token")),
        var other => throw json.CreateUnsupportedException($"the model '{other}'"),
    };

    /// <summary>Infers the type from the properties, for files of old versions.</summary>
    private static string GuessType(LocatedElement json)
    {
        if (json.Optional("merges") is not null)
            return "BPE";
        if (json.Required("vocab").Element.ValueKind == JsonValueKind.Array)
            return "Unigram";
        return json.Optional("max_input_chars_per_word") is null ? "WordLevel" : "WordPiece";
    }

    private static UnigramModel ReadUnigram(LocatedElement json)
    {
        var entries = json.Required("vocab");
        var tokens = new List<string>();
        var scores = new List<double>();
        foreach (var entry in entries.AsItems())
        {
            if (entry.AsItems() is not [var token, var score])
                throw entry.CreateTypeException("[token, score]");
            tokens.Add(token.AsString());
            scores.Add(score.AsDouble());
        }
        var unknownId = json.Optional("unk_id");
        if (unknownId?.AsInt32() >= tokens.Count)
            throw unknownId.Value.CreateTypeException($"an id below {tokens.Count}");
        return new UnigramModel(
            Vocabulary.FromTokens(entries.Location, tokens), [.. scores], unknownId?.AsInt32(), json.Boolean("byte_fallback", defaultValue: false));
    }
}
