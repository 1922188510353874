using Microsoft.ML.Sav.Report.Markup;

namespace Microsoft.ML.Sav.Report.Tests.Markup;

public class NameTests
{
    [Theory]
    [InlineData("short", 10, "short")]
    [InlineData("0123456789", 10, "0123456789")]
    [InlineData("0123456789a", 9, "0123…789a")]
    public void Shorten_Names_KeepStartAndEnd(string name, int maxLength, string expected) => Name.Shorten(name, maxLength).Should().Be(expected);

    [Theory]
    [InlineData("a & <b> é 👍", "a & <b> é 👍")]
    [InlineData("a\u0001b\uFFFE", "a\uFFFDb\uFFFD")]
    public void ToXml_Names_ReplacesWhatXmlCannotHold(string name, string expected) => Name.ToXml(name).Should().Be(expected);

    [Fact]
    public void ToXml_HalfASurrogatePair_IsReplaced() => Name.ToXml("👍"[..1]).Should().Be("\uFFFD");

    [Fact]
    public void Shorten_BetweenSurrogates_KeepsCharactersWhole()
    {
        var name = string.Concat(Enumerable.Repeat("👍", 20));

        var shortened = Name.Shorten(name, 12);

        shortened.Length.Should().BeInRange(1, 12);
        shortened.Replace("👍", "").Should().Be("…");
    }
}
