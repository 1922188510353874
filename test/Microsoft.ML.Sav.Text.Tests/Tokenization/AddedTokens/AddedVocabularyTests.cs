using Microsoft.ML.Sav.Text.Tokenization;

namespace Microsoft.ML.Sav.Text.Tests.Tokenization.AddedTokens;

public sealed class AddedVocabularyTests
{
    [Theory]
    [InlineData("false", "false", "a <m> b", new[] { "a", " ", "<m>", " ", "b" })]
    [InlineData("true", "false", "a \n<m> b", new[] { "a", "<m>", " ", "b" })]
    [InlineData("false", "true", "a <m>  b", new[] { "a", " ", "<m>", "b" })]
    [InlineData("true", "true", "<m> <m>", new[] { "<m>", "<m>" })]
    public void Split_Strip_TakesInWhiteSpace(string left, string right, string text, string[] expected) =>
        Load(Token("<m>", $"\"lstrip\": {left}, \"rstrip\": {right}")).Tokens(text).Should().Equal(expected);

    [Theory]
    [InlineData("in", new[] { "in" })]
    [InlineData("(in)", new[] { "(", "in", ")" })]
    [InlineData("ink", new[] { "i", "n", "k" })]
    [InlineData("éin", new[] { "é", "i", "n" })]
    [InlineData("in_", new[] { "i", "n", "_" })]
    public void Split_SingleWord_CountsOnlyBetweenWordBoundaries(string text, string[] expected) =>
        Load(Token("in", "\"single_word\": true")).Tokens(text).Should().Equal(expected);

    [Fact]
    public void Split_SeveralFit_TakesTheLeftmostAndLongest() =>
        Load(Token("<a>"), Token("<a><b>"), Token("b><")).Tokens("<a><b><a>b><").Should().Equal("<a><b>", "<a>", "b><");

    [Fact]
    public void Split_NormalizedToken_IsFoundNormalizedInNormalizedText()
    {
        var tokenizer = LoadNormalizing("""{"type": "Lowercase"}""", Token("Day", "\"normalized\": true"), Token("Night"));

        tokenizer.Tokens("DAY night Night").Should().Equal("Day", " ", "n", "i", "g", "h", "t", " ", "Night");
    }

    [Fact]
    public void Split_TextBetweenTokens_IsNormalizedPieceByPiece() =>
        LoadNormalizing("""{"type": "Prepend", "prepend": "▁"}""", Token("<m>")).Tokens("a<m>b").Should().Equal("▁", "a", "<m>", "▁", "b");

    [Fact]
    public void MetaspaceFirst_TextAfterAToken_GetsNoSpace()
    {
        var tokenizer = TokenizerJson.Load(
            TokenizerJson.CharacterModel,
            $"[{Token("<m>")}]",
            preTokenizer: """{"type": "Metaspace", "replacement": "▁", "prepend_scheme": "first"}""");

        tokenizer.Tokens("a<m>b").Should().Equal("▁", "a", "<m>", "b");
        tokenizer.Tokens("<m>b").Should().Equal("<m>", "b");
    }

    [Fact]
    public void Ids_AreTheModelsOrFollowBoth()
    {
        var tokenizer = Load(Token("a"), Token("<x>"), Token("<y>"));

        tokenizer.TokenToId("a").Should().Be(65);
        tokenizer.TokenToId("<x>").Should().Be(98);
        tokenizer.TokenToId("<y>").Should().Be(99);
    }

    [Fact]
    public void Load_LongToken_Throws()
    {
        Load(Token(new string('a', 1_000))).Tokens("a").Should().Equal("a");
        FluentActions.Invoking(() => Load(Token(new string('a', 1_001)))).Should().Throw<TokenizerException>().WithMessage("*1,001*1,000*");
    }

    [Fact]
    public void Split_EmptyText_HasNoTokens() => Load(Token("<m>")).Tokens("").Should().BeEmpty();

    private static Tokenizer Load(params string[] tokens) => LoadNormalizing("null", tokens);

    private static Tokenizer LoadNormalizing(string normalizer, params string[] tokens) =>
        TokenizerJson.Load(TokenizerJson.CharacterModel, $"[{string.Join(", ", tokens)}]", normalizer);

    private static string Token(string content, string flags = "\"single_word\": false")
    {
        string Flag(string name) => flags.Contains($"\"{name}\"", StringComparison.Ordinal) ? "" : $", \"{name}\": false";
        return $$"""{"id": 0, "content": "{{content}}", {{flags}}{{Flag("single_word")}}{{Flag("lstrip")}}{{Flag("rstrip")}}{{Flag("normalized")}}}""";
    }
}
