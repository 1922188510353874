using System.Text.Json;
using Microsoft.ML.Sav.Text.Tokenization.Json;

namespace Microsoft.ML.Sav.Text.Tokenization.Models;

/// <summary>Reads a model of type "BPE".</summary>
internal static class BpeReader
{
    public static BpeModel Read(JsonPart part)
    {
        if (part.Optional("dropout") is { } dropout && dropout.AsDouble() != 0)
            throw dropout.Unsupported("dropout, which makes tokens random,");
        var options = new BpeOptions
        {
            UnknownToken = part.StringOrNull("unk_token"),
            FuseUnknown = part.Boolean("fuse_unk", absent: false),
            ByteFallback = part.Boolean("byte_fallback", absent: false),
            IgnoreMerges = part.Boolean("ignore_merges", absent: false),
            ContinuingSubwordPrefix = part.StringOrNull("continuing_subword_prefix") ?? "",
            EndOfWordSuffix = part.StringOrNull("end_of_word_suffix") ?? "",
        };
        var vocabulary = Vocabulary.ReadIds(part.Required("vocab"));
        return new BpeModel(vocabulary, ReadMerges(part.Required("merges"), vocabulary, options.ContinuingSubwordPrefix), options);
    }

    private static BpeMerges ReadMerges(JsonPart part, Vocabulary vocabulary, string prefix)
    {
        if (part.Element.ValueKind != JsonValueKind.Array)
            throw part.Expected("an array");
        var merges = new BpeMerges(part.Element.GetArrayLength());
        var rank = 0;
        foreach (var entry in part.Element.EnumerateArray())
        {
            if (!TryReadPair(entry, out var left, out var right))
                throw part.Invalid($"""merge {rank} should be "a b" or ["a", "b"], but is {entry.GetRawText()}""");
            if (left is null)
                continue;
            var merged = string.Concat(left, right.StartsWith(prefix, StringComparison.Ordinal) ? right.AsSpan(prefix.Length) : right);
            merges.Add(Id(left), Id(right), rank, Id(merged));
            rank++;
        }
        return merges;

        int Id(string token) => vocabulary.TryGetId(token, out var id)
            ? id
            : throw part.Invalid($"merge {rank} needs the token '{token}', which is not in the vocabulary");
    }

    /// <summary>Reads a pair in the old or the new spelling; left is null for the comment "#version".</summary>
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
