using Microsoft.ML.Sav.Text.Tokenization.PreTokenizers;

namespace Microsoft.ML.Sav.Text.Tests.Tokenization.PreTokenizers;

public sealed class PreTokenizerReaderTests
{
    [Theory]
    [InlineData("Removed", new[] { "The", "final", "countdown" })]
    [InlineData("Isolated", new[] { "The", "-", "final", "-", "-", "countdown" })]
    [InlineData("MergedWithPrevious", new[] { "The-", "final-", "-", "countdown" })]
    [InlineData("MergedWithNext", new[] { "The", "-final", "-", "-countdown" })]
    [InlineData("Contiguous", new[] { "The", "-", "final", "--", "countdown" })]
    public void PreTokenize_Split_TreatsMatchesAsAsked(string behavior, string[] expected) =>
        Words($$$"""{"type": "Split", "pattern": {"String": "-"}, "behavior": "{{{behavior}}}", "invert": false}""", "The-final--countdown")
            .Should().Equal(expected);

    [Theory]
    [InlineData("Removed", new[] { "ab", "12" })]
    [InlineData("Isolated", new[] { "ab", " ", "12" })]
    public void PreTokenize_InvertedSplit_TreatsWhatLiesBetweenAsMatches(string behavior, string[] expected) =>
        Words($$$"""{"type": "Split", "pattern": {"Regex": "\\w+"}, "behavior": "{{{behavior}}}", "invert": true}""", "ab 12")
            .Should().Equal(expected);

    [Theory]
    [InlineData("""{"type": "WhitespaceSplit"}""", " it's\u00A0a\ntest ", new[] { "it's", "a", "test" })]
    [InlineData("""{"type": "Whitespace"}""", "it's a_b, x!?", new[] { "it", "'", "s", "a_b", ",", "x", "!?" })]
    [InlineData("""{"type": "BertPreTokenizer"}""", "it's $5,\n ok", new[] { "it", "'", "s", "$", "5", ",", "ok" })]
    [InlineData("""{"type": "Punctuation"}""", "a!?b", new[] { "a", "!", "?", "b" })]
    [InlineData("""{"type": "Punctuation", "behavior": "Contiguous"}""", "a!?b。", new[] { "a", "!?", "b", "。" })]
    [InlineData("""{"type": "Digits", "individual_digits": true}""", "a12½Ⅷ", new[] { "a", "1", "2", "½", "Ⅷ" })]
    [InlineData("""{"type": "Digits", "individual_digits": false}""", "a12½b", new[] { "a", "12½", "b" })]
    [InlineData("""{"type": "CharDelimiterSplit", "delimiter": "|"}""", "a||b", new[] { "a", "b" })]
    public void PreTokenize_EachKind_CutsText(string json, string text, string[] expected) => Words(json, text).Should().Equal(expected);

    [Theory]
    [InlineData("false", "true", "it's 12 é\n\n x", new[] { "it", "'s", "Ġ12", "ĠÃ©", "ĊĊ", "Ġx" })]
    [InlineData("true", "true", "a b", new[] { "Ġa", "Ġb" })]
    [InlineData("true", "true", " a", new[] { "Ġa" })]
    [InlineData("false", "false", "a b", new[] { "aĠb" })]
    public void PreTokenize_ByteLevel_WritesBytes(string addPrefixSpace, string useRegex, string text, string[] expected) =>
        Words($$"""{"type": "ByteLevel", "add_prefix_space": {{addPrefixSpace}}, "trim_offsets": true, "use_regex": {{useRegex}}}""", text)
            .Should().Equal(expected);

    [Fact]
    public void PreTokenize_ByteLevelOfAnOldFile_UsesTheRegex() =>
        Words("""{"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true}""", "a b").Should().Equal("a", "Ġb");

    [Theory]
    [InlineData(""" "prepend_scheme": "always" """, new[] { "▁a", "▁", "▁b" })]
    [InlineData(""" "prepend_scheme": "never" """, new[] { "a", "▁", "▁b" })]
    [InlineData(""" "prepend_scheme": "always", "split": false """, new[] { "▁a▁▁b" })]
    [InlineData(""" "add_prefix_space": true """, new[] { "▁a", "▁", "▁b" })]
    [InlineData(""" "add_prefix_space": false """, new[] { "a", "▁", "▁b" })]
    public void PreTokenize_Metaspace_ReadsOldAndNewKeys(string keys, string[] expected) =>
        Words($$"""{"type": "Metaspace", "replacement": "▁", {{keys}} }""", "a  b").Should().Equal(expected);

    [Fact]
    public void PreTokenize_MetaspaceFirst_PrependsOnlyAtTheStartOfTheInput() =>
        Words(
            """
            {"type": "Sequence", "pretokenizers": [
              {"type": "WhitespaceSplit"}, {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "first"}]}
            """,
            "a b").Should().Equal("▁a", "b");

    [Fact]
    public void Read_MetaspaceWithContradictingKeys_Throws() =>
        FluentActions.Invoking(() => Words(
                """{"type": "Metaspace", "replacement": "▁", "add_prefix_space": false, "prepend_scheme": "always"}""", "a"))
            .Should().Throw<TokenizerException>().WithMessage("*add_prefix_space*prepend_scheme*");

    [Theory]
    [InlineData("""{"String": "-"}""", "Telepathic")]
    [InlineData("""{"String": "-"}""", "1")]
    [InlineData("""{"String": ""}""", "Removed")]
    [InlineData("""{"Regex": "\\p{Klingon}"}""", "Removed")]
    public void Read_UnknownBehaviorOrPattern_Throws(string pattern, string behavior) =>
        FluentActions.Invoking(() => Words(
                $$"""{"type": "Split", "pattern": {{pattern}}, "behavior": "{{behavior}}", "invert": false}""", "a"))
            .Should().Throw<TokenizerException>();

    [Fact]
    public void Read_MalformedRegex_NamesItsPlace() =>
        FluentActions.Invoking(() => Words("""{"type": "Split", "pattern": {"Regex": "(a"}, "behavior": "Removed", "invert": false}""", "a"))
            .Should().Throw<TokenizerException>().WithMessage("tokenizer.json, $.pattern.Regex:*'(a'*");

    [Fact]
    public void PreTokenize_SequenceThatMultipliesTheText_Throws()
    {
        const string Json = """{"type": "ByteLevel", "add_prefix_space": false, "use_regex": false}""";
        var json = $$"""{"type": "Sequence", "pretokenizers": [{{string.Join(", ", Enumerable.Repeat(Json, 40))}}]}""";

        FluentActions.Invoking(() => Words(json, "é").ToList()).Should().Throw<TokenizerException>().WithMessage("*1,000,000 characters*");
    }

    private static IEnumerable<string> Words(string json, string text) =>
        PreTokenizerReader.Read(TokenizerJson.Parse(json)).PreTokenize(new Piece(text, IsAtStart: true)).Select(piece => piece.Text);
}
