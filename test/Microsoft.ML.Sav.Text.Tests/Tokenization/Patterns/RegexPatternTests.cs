using Microsoft.ML.Sav.Text.Tokenization.Patterns;

namespace Microsoft.ML.Sav.Text.Tests.Tokenization.Patterns;

public sealed class RegexPatternTests
{
    [Theory]
    [InlineData(@"\p{L}+", "𠀀a𝒜1", new[] { "𠀀a𝒜" })]
    [InlineData(@"\p{N}", "𝟘a1", new[] { "𝟘", "1" })]
    [InlineData(@"[^\s\p{L}\p{N}]+", "a 😀! b", new[] { "😀!" })]
    [InlineData(@"\P{L}", "a😀", new[] { "😀" })]
    [InlineData(@"[\P{L}b]+", "ab😀", new[] { "b😀" })]
    [InlineData(@"\w+", "a_1é🄰😀", new[] { "a_1é🄰" })]
    [InlineData(@"\W", "a😀", new[] { "😀" })]
    [InlineData(@"[\D]", "1😀", new[] { "😀" })]
    [InlineData(@".", "😀\na", new[] { "😀", "a" })]
    [InlineData(@"\p{Co}+", "a\uE000\U000F0000", new[] { "\uE000\U000F0000" })]
    public void FindSegments_CharactersAboveU_FFFF_AreOfTheirCategory(string pattern, string text, string[] expected) =>
        Matches(pattern, text).Should().Equal(expected);

    [Theory]
    [InlineData(@"a?+a", "aa", new[] { "aa" })]
    [InlineData(@"a?+a", "a", new string[0])]
    [InlineData(@"(?:ab)++a", "ababa", new[] { "ababa" })]
    [InlineData(@"a*+b", "aab", new[] { "aab" })]
    [InlineData(@"a{2}+", "aaaaa", new[] { "aaaa" })]
    [InlineData(@"a{,2}b", "aaab", new[] { "aab" })]
    [InlineData(@"a+?b", "aab", new[] { "aab" })]
    public void FindSegments_Quantifiers_FollowRubySyntax(string pattern, string text, string[] expected) =>
        Matches(pattern, text).Should().Equal(expected);

    [Theory]
    [InlineData(@"(?i:'s|'k)", "'S'\u017F'\u212A", new[] { "'S", "'\u017F", "'\u212A" })]
    [InlineData(@"(?i:[r-t])x", "SxSX", new[] { "Sx" })]
    [InlineData(@"(?i)b|c", "BCb", new[] { "B", "C", "b" })]
    [InlineData(@"a(?i)b|c", "aBACcb", new[] { "aB" })]
    [InlineData(@"(?i:a)b", "AbAB", new[] { "Ab" })]
    public void FindSegments_IgnoreCase_HoldsWhereOnigurumaHasIt(string pattern, string text, string[] expected) =>
        Matches(pattern, text).Should().Equal(expected);

    [Theory]
    [InlineData(@"^\w", "a\nb\n", new[] { "a", "b" })]
    [InlineData(@"\s+$", "a \nb  ", new[] { " ", "  " })]
    [InlineData(@"\Aa|a\z", "aaa", new[] { "a", "a" })]
    [InlineData(@"(?<=a)b|(?<!c)d|(?=e)e|f(?!g)", "abcdefg", new[] { "b", "e" })]
    public void FindSegments_AnchorsAndLookaround_WorkOnLines(string pattern, string text, string[] expected) =>
        Matches(pattern, text).Should().Equal(expected);

    [Theory]
    [InlineData(@"[^(\s|[.,!?])]+", "ab.c(d) e", new[] { "ab", "c", "d", "e" })]
    [InlineData(@"[a-]+|[-b]+", "a-b-", new[] { "a-", "b-" })]
    [InlineData(@"[\]\[\-\^]+", "a]-^[b", new[] { "]-^[" })]
    [InlineData(@"\x41\u0042\x{43}[\x44-\x46]", "ABCE", new[] { "ABCE" })]
    [InlineData(@"<\|x\|>|\t", "<|x|>\t", new[] { "<|x|>", "\t" })]
    public void FindSegments_SetsAndEscapes_AreRead(string pattern, string text, string[] expected) =>
        Matches(pattern, text).Should().Equal(expected);

    [Fact]
    public void FindSegments_EmptyMatches_StandBetweenCharactersButNotBehindAMatch()
    {
        var segments = new RegexPattern("x*").FindSegments("axb");

        segments.Should().Equal(
            new Segment(0, 0, true), new Segment(0, 1, false), new Segment(1, 2, true), new Segment(2, 3, false), new Segment(3, 3, true));
    }

    [Theory]
    [InlineData(@"\bword\b")]
    [InlineData(@"[a&&b]")]
    [InlineData(@"[[:alpha:]]")]
    [InlineData(@"[a[^b]]")]
    [InlineData(@"[]a]")]
    [InlineData(@"\p{Han}")]
    [InlineData(@"(?<name>a)")]
    [InlineData(@"(a)\1")]
    [InlineData(@"(?m:.)")]
    [InlineData(@"a{2}?")]
    [InlineData("[𐐀-𐑏]")]
    [InlineData(@"[a-\uFFFF]")]
    [InlineData(@"\x{1F600}")]
    public void Constructor_SyntaxThatIsNotSupported_Throws(string pattern) =>
        FluentActions.Invoking(() => new RegexPattern(pattern)).Should().Throw<ArgumentException>();

    [Theory]
    [InlineData("a)")]
    [InlineData("(a")]
    [InlineData("[a")]
    [InlineData("[a-")]
    [InlineData("*a")]
    [InlineData("a\\")]
    [InlineData(@"\p{L")]
    [InlineData("[b-a]")]
    public void Constructor_Malformed_Throws(string pattern) =>
        FluentActions.Invoking(() => new RegexPattern(pattern)).Should().Throw<ArgumentException>();

    [Fact]
    public void Constructor_DeepNesting_Throws() =>
        FluentActions.Invoking(() => new RegexPattern(new string('(', 100_000))).Should().Throw<ArgumentException>();

    [Fact]
    public void FindSegments_ExponentialBacktracking_Throws() =>
        FluentActions.Invoking(() => new RegexPattern("(?:[ab]+a*)+!").FindSegments(new string('a', 100) + "d"))
            .Should().Throw<TokenizerException>().WithMessage("*longer than 1 s*101 characters*");

    private static IEnumerable<string> Matches(string pattern, string text) =>
        new RegexPattern(pattern).FindSegments(text).Where(segment => segment.IsMatch).Select(segment => text[segment.Start..segment.End]);
}
