using FsCheck.Xunit;
using Microsoft.ML.Sav.Lmm.Prompts;

namespace Microsoft.ML.Sav.Lmm.Tests.Prompts;

public class TextTruncationTests
{
    private readonly List<int> _counted = [];

    [Theory]
    [InlineData("one two three", 3, null)]
    [InlineData("one two three", 2, "one two ")]
    [InlineData("one two three", 1, "one ")]
    [InlineData("", 1, null)]
    public void Truncate_Words_KeepsAsManyAsAllowed(string text, int maxTokens, string? expected) =>
        new TextTruncation(CountWords).Truncate(text, maxTokens).Should().Be(expected);

    [Fact]
    public void Truncate_SurrogatePairs_KeepsWholePairs() =>
        new TextTruncation(text => text.Length).Truncate("😀😀😀", 3).Should().Be("😀");

    [Fact]
    public void Truncate_LongText_CountsTokensOfItsStartOnly()
    {
        var start = new TextTruncation(CountWords).Truncate(string.Concat(Enumerable.Repeat("word ", 1_000_000)), 100);

        CountWords(start!).Should().Be(100);
        _counted.Should().OnlyContain(length => length <= 800).And.HaveCountLessThan(20);
    }

    [Fact]
    public void Truncate_FewTokensPerCharacter_ReadsFurther()
    {
        var text = string.Concat(Enumerable.Repeat($"{new string('a', 99)} ", 50));

        new TextTruncation(CountWords).Truncate(text, 49).Should().HaveLength(4900);
        new TextTruncation(CountWords).Truncate(text, 50).Should().BeNull();
    }

    [Property]
    public bool Truncate_AnyText_IsTheLongestStartThatFits(string? text, byte maxTokens)
    {
        text ??= "";
        var (limit, start) = (maxTokens + 1, new TextTruncation(value => value.Length).Truncate(text, maxTokens + 1));

        return start is null ? text.Length <= limit : text.StartsWith(start, StringComparison.Ordinal) && limit - start.Length is 0 or 1 && text.Length > limit;
    }

    private int CountWords(string text)
    {
        _counted.Add(text.Length);
        return text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
    }
}
