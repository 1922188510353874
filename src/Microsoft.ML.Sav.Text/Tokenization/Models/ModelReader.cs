using System.Text.Json;
using Microsoft.ML.Sav.Text.Tokenization.Json;

namespace Microsoft.ML.Sav.Text.Tokenization.Models;

/// <summary>Reads the field "model" of a tokenizer.json.</summary>
internal static class ModelReader
{
    public static IModel Read(JsonPart part) => (part.StringOrNull("type") ?? GuessType(part)) switch
    {
        "BPE" => BpeReader.Read(part),
        "Unigram" => ReadUnigram(part),
        "WordPiece" => new WordPieceModel(
            Vocabulary.ReadIds(part.Required("vocab")),
            part.String("unk_token"),
            part.String("continuing_subword_prefix"),
            part.Int32("max_input_chars_per_word")),
        "WordLevel" => new WordLevelModel(Vocabulary.ReadIds(part.Required("vocab")), part.String("unk_token")),
        var other => throw part.Unsupported($"the model '{other}'"),
    };

    /// <summary>Old files tell the models apart by the fields that they have.</summary>
    private static string GuessType(JsonPart part)
    {
        if (part.Optional("merges") is not null)
            return "BPE";
        if (part.Required("vocab").Element.ValueKind == JsonValueKind.Array)
            return "Unigram";
        return part.Optional("max_input_chars_per_word") is null ? "WordLevel" : "WordPiece";
    }

    private static UnigramModel ReadUnigram(JsonPart part)
    {
        var entries = part.Required("vocab");
        var tokens = new List<string>();
        var scores = new List<double>();
        foreach (var entry in entries.AsItems())
        {
            if (entry.AsItems() is not [var token, var score])
                throw entry.Expected("[token, score]");
            tokens.Add(token.AsString());
            scores.Add(score.AsDouble());
        }
        var unknownId = part.Optional("unk_id");
        if (unknownId?.AsInt32() >= tokens.Count)
            throw unknownId.Value.Expected($"an id below {tokens.Count}");
        return new UnigramModel(
            Vocabulary.FromList(entries, tokens), [.. scores], unknownId?.AsInt32(), part.Boolean("byte_fallback", absent: false));
    }
}
