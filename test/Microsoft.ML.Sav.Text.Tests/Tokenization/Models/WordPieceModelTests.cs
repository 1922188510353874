using Microsoft.ML.Sav.Text.Tokenization;

namespace Microsoft.ML.Sav.Text.Tests.Tokenization.Models;

public sealed class WordPieceModelTests
{
    [Theory]
    [InlineData("unaffable", new[] { "un", "##aff", "##able" })]
    [InlineData("un", new[] { "un" })]
    [InlineData("unx", new[] { "[UNK]" })]
    [InlineData("able", new[] { "[UNK]" })]
    public void Tokenize_Word_TakesTheLongestPieces(string word, string[] expected) => Load().Tokens(word).Should().Equal(expected);

    [Fact]
    public void Tokenize_WordLongerThanAllowed_IsUnknown()
    {
        Load(longestWord: 2).Tokens("un").Should().Equal("un");
        Load(longestWord: 1).Tokens("un").Should().Equal("[UNK]");
    }

    [Fact]
    public void Tokenize_WordOf100000Characters_IsCutIntoPieces() =>
        Load(longestWord: 1_000_000).Tokens("un" + string.Concat(Enumerable.Repeat("aff", 33_333))).Should().HaveCount(33_334);

    [Fact]
    public void Tokenize_UnknownTokenNotInVocabulary_Throws() =>
        FluentActions.Invoking(() => Load(unknownToken: "?").Tokens("x")).Should().Throw<TokenizerException>().WithMessage("*'x'*'?'*");

    private static Tokenizer Load(int longestWord = 100, string unknownToken = "[UNK]") => TokenizerJson.Load($$"""
        {
          "type": "WordPiece", "unk_token": "{{unknownToken}}", "continuing_subword_prefix": "##", "max_input_chars_per_word": {{longestWord}},
          "vocab": {"[UNK]": 0, "un": 1, "##a": 2, "##aff": 3, "##able": 4}
        }
        """);
}
