using System.Text;
using Microsoft.ML.Sav.Text.Tokenization.Characters;
using Microsoft.ML.Sav.Text.Tokenization.Patterns;
using Microsoft.ML.Sav.Text.Tokenization.Serialization;

namespace Microsoft.ML.Sav.Text.Tokenization.PreTokenizers;

/// <summary>Reads the property "pre_tokenizer" of a tokenizer.json.</summary>
internal static class PreTokenizerReader
{
    private static readonly RunePattern WhiteSpace = new(Rune.IsWhiteSpace);
    private static readonly RunePattern Punctuation = new(CharacterClasses.IsPunctuation);
    private static readonly RunePattern Digit = new(Rune.IsNumber);
    private static readonly RunePattern Word = new(CharacterClasses.IsWord);

    public static IPreTokenizer Read(LocatedElement json) => json.Type switch
    {
        "Sequence" => new PreTokenizerSequence(json.Items("pretokenizers").ConvertAll(Read)),
        "Split" => new SplitPreTokenizer(
            PatternReader.Read(json.Required("pattern")),
            PatternReader.ReadBehavior(json.Required("behavior")),
            json.Boolean("invert")),
        "ByteLevel" => new ByteLevelPreTokenizer(json.Boolean("add_prefix_space"), json.Boolean("use_regex", defaultValue: true)),
        "Metaspace" => new MetaspacePreTokenizer(
            json.Char("replacement"), PrependSchemeReader.Read(json), json.Boolean("split", defaultValue: true)),
        "Whitespace" => new PreTokenizerSequence(
        [
            new SplitPreTokenizer(WhiteSpace, SplitBehavior.Removed),
            new SplitPreTokenizer(Word, SplitBehavior.Contiguous),
        ]),
        "WhitespaceSplit" => new SplitPreTokenizer(WhiteSpace, SplitBehavior.Removed),
        "Digits" => new SplitPreTokenizer(
            Digit, json.Boolean("individual_digits") ? SplitBehavior.Isolated : SplitBehavior.Contiguous),
        "Punctuation" => new SplitPreTokenizer(
            Punctuation, json.Optional("behavior") is { } behavior ? PatternReader.ReadBehavior(behavior) : SplitBehavior.Isolated),
        "BertPreTokenizer" => new PreTokenizerSequence(
        [
            new SplitPreTokenizer(WhiteSpace, SplitBehavior.Removed),
            new SplitPreTokenizer(Punctuation, SplitBehavior.Isolated),
        ]),
        "CharDelimiterSplit" => new SplitPreTokenizer(
            new LiteralPattern(json.Char("delimiter").ToString()), SplitBehavior.Removed),
        var other => throw json.CreateUnsupportedException($"the pre-tokenizer '{other}'"),
    };
}
