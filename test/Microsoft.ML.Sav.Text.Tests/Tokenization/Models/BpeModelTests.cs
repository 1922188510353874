using Microsoft.ML.Sav.Text.Tokenization;

namespace Microsoft.ML.Sav.Text.Tests.Tokenization.Models;

public sealed class BpeModelTests
{
    [Theory]
    [InlineData("""["b c", "a bc", "a b"]""")]
    [InlineData("""[["b", "c"], ["a", "bc"], ["a", "b"]]""")]
    [InlineData("""["#version: 0.2", "b c", "a bc", "a b"]""")]
    public void Tokenize_MergesInEitherSpelling_FollowTheirOrder(string merges)
    {
        var tokenizer = Load(merges, vocabulary: ["a", "b", "c", "ab", "bc", "abc"]);

        tokenizer.Tokens("abcab").Should().Equal("abc", "ab");
    }

    [Fact]
    public void Tokenize_PairOccursTwice_MergesTheLeftFirst()
    {
        var tokenizer = Load("""["a a"]""", vocabulary: ["a", "aa"]);

        tokenizer.Tokens("aaaaa").Should().Equal("aa", "aa", "a");
    }

    [Fact]
    public void Tokenize_SameMergeTwice_TheLastCounts()
    {
        var tokenizer = Load("""["a b", "b c", "a b"]""", vocabulary: ["a", "b", "c", "ab", "bc"]);

        tokenizer.Tokens("abc").Should().Equal("a", "bc");
    }

    [Theory]
    [InlineData("false", new[] { "a", "<unk>", "<unk>", "a" })]
    [InlineData("true", new[] { "a", "<unk>", "a" })]
    public void Tokenize_UnknownCharacters_AreFusedIfAsked(string fuse, string[] expected)
    {
        var tokenizer = Load("[]", ["a", "<unk>"], $""" "unk_token": "<unk>", "fuse_unk": {fuse}, """);

        tokenizer.Tokens("ax𠀀a").Should().Equal(expected);
    }

    [Fact]
    public void Tokenize_NoUnknownToken_DropsUnknownCharacters() =>
        Load("[]", vocabulary: ["a"]).Tokens("axa").Should().Equal("a", "a");

    [Fact]
    public void Tokenize_UnknownTokenNotInVocabulary_ThrowsWhenItIsNeeded()
    {
        var tokenizer = Load("[]", ["a"], """ "unk_token": "<unk>", """);

        tokenizer.Tokens("aa").Should().Equal("a", "a");
        FluentActions.Invoking(() => tokenizer.Tokens("ab")).Should().Throw<TokenizerException>().WithMessage("*'ab'*'<unk>'*");
    }

    [Fact]
    public void Tokenize_ByteFallback_WritesBytesIfTheVocabularyHasThemAll()
    {
        var tokenizer = Load("[]", ["a", "<unk>", "<0xC3>", "<0xA9>"], """ "unk_token": "<unk>", "byte_fallback": true, """);

        tokenizer.Tokens("aé").Should().Equal("a", "<0xC3>", "<0xA9>");
        tokenizer.Tokens("aè").Should().Equal("a", "<unk>");
    }

    [Theory]
    [InlineData("false", new[] { "a", "b" })]
    [InlineData("true", new[] { "ab" })]
    public void Tokenize_IgnoreMerges_TakesAWordThatIsAToken(string ignoreMerges, string[] expected)
    {
        var tokenizer = Load("[]", ["a", "b", "ab"], $""" "ignore_merges": {ignoreMerges}, """);

        tokenizer.Tokens("ab").Should().Equal(expected);
    }

    [Fact]
    public void Tokenize_ContinuingSubwordPrefix_StandsBeforeAllButTheFirst()
    {
        var tokenizer = Load(
            """["a ##b"]""", ["a", "##a", "##b", "ab"], """ "continuing_subword_prefix": "##", """);

        tokenizer.Tokens("aba").Should().Equal("ab", "##a");
    }

    [Fact]
    public void Tokenize_EndOfWordSuffix_StandsAfterTheLast()
    {
        var tokenizer = Load("""["a b</w>"]""", ["a", "b", "b</w>", "ab</w>"], """ "end_of_word_suffix": "</w>", """);

        tokenizer.Tokens("baab").Should().Equal("b", "a", "ab</w>");
    }

    [Theory]
    [InlineData("""["a x"]""", "*merge 0: the token 'x'*")]
    [InlineData("""["a b"]""", "*merge 0: the token 'ab'*")]
    [InlineData("""["a b c"]""", "*merge 0: expected*")]
    [InlineData("""[["a"]]""", "*merge 0: expected*")]
    [InlineData("""{"a": "b"}""", "*merges: expected an array*")]
    public void Load_WrongMerges_NamesIt(string merges, string message) =>
        FluentActions.Invoking(() => Load(merges, vocabulary: ["a", "b"])).Should().Throw<TokenizerException>().WithMessage(message);

    [Theory]
    [InlineData("-1")]
    [InlineData("0.5")]
    [InlineData("\"0\"")]
    [InlineData("3000000000")]
    public void Load_WrongId_NamesIt(string id) =>
        FluentActions.Invoking(() => TokenizerJson.Load($$"""{"type": "BPE", "vocab": {"a": {{id}}}, "merges": []}"""))
            .Should().Throw<TokenizerException>().WithMessage($"*id of 'a'*{id}*");

    [Fact]
    public void Load_Dropout_Throws() =>
        FluentActions.Invoking(() => Load("[]", ["a"], """ "dropout": 0.1, """))
            .Should().Throw<TokenizerException>().WithMessage("*dropout*");

    [Fact]
    public void Load_NoType_IsToldByItsFields() =>
        TokenizerJson.Load("""{"vocab": {"a": 0, "b": 1, "ab": 2}, "merges": ["a b"]}""").Tokens("ab").Should().Equal("ab");

    private static Tokenizer Load(string merges, string[] vocabulary, string options = "")
    {
        var entries = string.Join(", ", vocabulary.Select((token, id) => $"\"{token}\": {id}"));
        return TokenizerJson.Load($$"""{"type": "BPE", {{options}} "vocab": { {{entries}} }, "merges": {{merges}}}""");
    }
}
