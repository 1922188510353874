using Microsoft.ML.Sav.Text.Tokenization;

namespace Microsoft.ML.Sav.Text.Tests.Tokenization.Models;

public sealed class UnigramModelTests
{
    private const string Pieces =
        """["<unk>", 0.0], ["a", 0.0], ["b", 0.0], ["c", 0.0], ["d", 0.0], ["cd", 1.0], ["ab", 2.0], ["abc", 5.0], ["abcd", 10.0]""";

    [Fact]
    public void Tokenize_SeveralWays_TakesTheGreatestSum() =>
        Load(Pieces).Tokens("abcdacd").Should().Equal("abcd", "a", "cd");

    [Fact]
    public void Tokenize_UnknownCharacters_MakeOneToken() =>
        Load(Pieces).Tokens("abcdxx𠀀a").Should().Equal("abcd", "<unk>", "a");

    [Fact]
    public void Tokenize_ByteFallback_WritesUnknownCharactersAsBytes() =>
        Load(Pieces + """, ["<0xC3>", -9.0], ["<0xA9>", -9.0]""", byteFallback: "true")
            .Tokens("aéb").Should().Equal("a", "<0xC3>", "<0xA9>", "b");

    [Fact]
    public void Tokenize_SameTokenTwice_TheLastCounts() =>
        Load(Pieces + """, ["ab", -9.0]""").Encode("ab", addSpecialTokens: false).Should().Equal(1, 2);

    [Fact]
    public void Tokenize_NoUnknownId_ThrowsWhenItIsNeeded() =>
        FluentActions.Invoking(() => Load(Pieces, unknownId: "null").Tokens("ax"))
            .Should().Throw<TokenizerException>().WithMessage("*'x'*");

    [Fact]
    public void Load_UnknownIdOutsideVocabulary_Throws() =>
        FluentActions.Invoking(() => Load(Pieces, unknownId: "9"))
            .Should().Throw<TokenizerException>().WithMessage("*unk_id: expected an id below 9, found 9*");

    [Fact]
    public void Load_EntryWithoutScore_Throws() =>
        FluentActions.Invoking(() => Load("""["a"]""")).Should().Throw<TokenizerException>().WithMessage("*vocab[0]: expected *token, score*");

    private static Tokenizer Load(string pieces, string unknownId = "0", string byteFallback = "false") =>
        TokenizerJson.Load($$"""{"type": "Unigram", "unk_id": {{unknownId}}, "byte_fallback": {{byteFallback}}, "vocab": [{{pieces}}]}""");
}
