using System.Text.Json;
using Microsoft.ML.Sav.Text.Tokenization.Serialization;

namespace Microsoft.ML.Sav.Text.Tokenization.Models;

/// <summary>Reads a model of type "BPE".</summary>
internal static class BpeReader
{
    public static BpeModel Read(LocatedElement json)
    {
        if (json.Optional("dropout") is { } dropout && dropout.AsDouble() != 0)
            throw dropout.CreateUnsupportedException("dropout, which makes tokens random,");
        var options = new BpeOptions
        {
            UnknownToken = json.StringOrNull("unk_token"),
            FuseUnknown = json.Boolean("fuse_unk", defaultValue: false),
            ByteFallback = json.Boolean("byte_fallback", defaultValue: false),
            IgnoreMerges = json.Boolean("ignore_merges", defaultValue: false),
            ContinuingSubwordPrefix = json.StringOrNull("continuing_subword_prefix") ?? "",
            EndOfWordSuffix = json.StringOrNull("end_of_word_suffix") ?? "",
        };
        var vocabulary = Vocabulary.ReadIds(json.Required("vocab"));
        return new BpeModel(vocabulary, ReadMerges(json.Required("merges"), vocabulary, options.ContinuingSubwordPrefix), options);
    }

    private static BpeMerges ReadMerges(LocatedElement json, Vocabulary vocabulary, string prefix)
    {
        if (json.Element.ValueKind != JsonValueKind.Array)
            throw json.CreateTypeException("an array");
        var merges = new BpeMerges(json.Element.GetArrayLength());
        var rank = 0;
        foreach (var entry in json.Element.EnumerateArray())
        {
            if (!TryReadPair(entry, out var left, out var right))
                throw json.CreateException($"""merge {rank}: expected "a b" or ["a", "b"], found {entry.GetRawText()}""");
            if (left is null)
                continue;
            var merged = string.Concat(left, right.StartsWith(prefix, StringComparison.Ordinal) ? right.AsSpan(prefix.Length) : right);
            merges.Add(GetId(left), GetId(right), rank, GetId(merged));
            rank++;
        }
        return merges;

        int GetId(string token) => vocabulary.TryGetId(token, out var id)
            ? id
            : throw json.CreateException($"merge {rank}: the token '{token}' is not in the vocabulary");
    }

    /// <summary>Reads a pair in the old or the new format; left is null for the comment "#version".</summary>
    private static bool TryReadPair(JsonElement entry, out string? left, out string right)
    {
        (left, right) = (null, "");
        if (entry.ValueKind == JsonValueKind.String)
        {
            var text = entry.GetString()!;
            if (text.StartsWith("#version", StringComparison.Ordinal))
                return true;
            if (text.Split(' ') is not [var first, var second])
                return false;
            (left, right) = (first, second);
            return true;
        }
        if (entry.ValueKind != JsonValueKind.Array || entry.GetArrayLength() != 2
            || entry[0].ValueKind != JsonValueKind.String || entry[1].ValueKind != JsonValueKind.String)
        {
            return false;
        }
        (left, right) = (entry[0].GetString()!, entry[1].GetString()!);
        return true;
    }
}
