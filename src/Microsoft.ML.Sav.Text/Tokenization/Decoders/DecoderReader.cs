using Microsoft.ML.Sav.Text.Tokenization.Json;
using Microsoft.ML.Sav.Text.Tokenization.Patterns;
using Microsoft.ML.Sav.Text.Tokenization.Text;

namespace Microsoft.ML.Sav.Text.Tokenization.Decoders;

/// <summary>Reads the field "decoder" of a tokenizer.json.</summary>
internal static class DecoderReader
{
    public static IDecoder Read(JsonPart part) => part.Type switch
    {
        "Sequence" => new DecoderSequence(part.Items("decoders").ConvertAll(Read)),
        "ByteLevel" => new ByteLevelDecoder(),
        "ByteFallback" => new ByteFallbackDecoder(),
        "Fuse" => new FuseDecoder(),
        "WordPiece" => new WordPieceDecoder(part.String("prefix"), part.Boolean("cleanup")),
        "Replace" => Replace(PatternReader.Read(part.Required("pattern")), part.String("content")),
        "Strip" => Strip(part.Char("content"), part.Int32("start"), part.Int32("stop")),
        "Metaspace" => Metaspace(part.Char("replacement"), part.ReadPrependScheme()),
        var other => throw part.Unsupported($"the decoder '{other}'"),
    };

    private static TokenDecoder Replace(IPattern pattern, string content) => new((token, _) => pattern.Replace(token, content));

    private static TokenDecoder Strip(char content, int start, int stop) => new((token, _) =>
    {
        var first = token.AsSpan(0, Math.Min(start, token.Length)).IndexOfAnyExcept(content);
        token = token[(first < 0 ? Math.Min(start, token.Length) : first)..];
        var last = Math.Max(token.Length - stop, 0);
        return token[..(last + token.AsSpan(last).LastIndexOfAnyExcept(content) + 1)];
    });

    private static TokenDecoder Metaspace(char replacement, PrependScheme scheme) => new((token, index) =>
        index == 0 && scheme != PrependScheme.Never
            ? token.Replace(replacement.ToString(), "", StringComparison.Ordinal)
            : token.Replace(replacement, ' '));
}
