using System.Text;
using Microsoft.ML.Sav.Text.Tokenization.Json;
using Microsoft.ML.Sav.Text.Tokenization.Patterns;
using Microsoft.ML.Sav.Text.Tokenization.Text;

namespace Microsoft.ML.Sav.Text.Tokenization.PreTokenizers;

/// <summary>Reads the field "pre_tokenizer" of a tokenizer.json.</summary>
internal static class PreTokenizerReader
{
    private static readonly RunePattern WhiteSpace = new(Rune.IsWhiteSpace);
    private static readonly RunePattern Punctuation = new(RuneKinds.IsPunctuation);
    private static readonly RunePattern Digit = new(Rune.IsNumber);
    private static readonly RunePattern Word = new(RuneKinds.IsWord);

    public static IPreTokenizer Read(JsonPart part) => part.Type switch
    {
        "Sequence" => new PreTokenizerSequence(part.Items("pretokenizers").ConvertAll(Read)),
        "Split" => new SplitPreTokenizer(
            PatternReader.Read(part.Required("pattern")),
            PatternReader.ReadBehavior(part.Required("behavior")),
            part.Boolean("invert")),
        "ByteLevel" => new ByteLevelPreTokenizer(part.Boolean("add_prefix_space"), part.Boolean("use_regex", absent: true)),
        "Metaspace" => new MetaspacePreTokenizer(
            part.Char("replacement"), part.ReadPrependScheme(), part.Boolean("split", absent: true)),
        "Whitespace" => new PreTokenizerSequence(
        [
            new SplitPreTokenizer(WhiteSpace, SplitBehavior.Removed),
            new SplitPreTokenizer(Word, SplitBehavior.Contiguous),
        ]),
        "WhitespaceSplit" => new SplitPreTokenizer(WhiteSpace, SplitBehavior.Removed),
        "Digits" => new SplitPreTokenizer(
            Digit, part.Boolean("individual_digits") ? SplitBehavior.Isolated : SplitBehavior.Contiguous),
        "Punctuation" => new SplitPreTokenizer(
            Punctuation, part.Optional("behavior") is { } behavior ? PatternReader.ReadBehavior(behavior) : SplitBehavior.Isolated),
        "BertPreTokenizer" => new PreTokenizerSequence(
        [
            new SplitPreTokenizer(WhiteSpace, SplitBehavior.Removed),
            new SplitPreTokenizer(Punctuation, SplitBehavior.Isolated),
        ]),
        "CharDelimiterSplit" => new SplitPreTokenizer(
            new LiteralPattern(part.Char("delimiter").ToString()), SplitBehavior.Removed),
        var other => throw part.Unsupported($"the pre-tokenizer '{other}'"),
    };
}
