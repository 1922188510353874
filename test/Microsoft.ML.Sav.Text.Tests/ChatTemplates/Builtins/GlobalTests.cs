using Microsoft.ML.Sav.Text.ChatTemplates;

namespace Microsoft.ML.Sav.Text.Tests.ChatTemplates.Builtins;

public class GlobalTests
{
    [Theory]
    [InlineData("range(3) | list", "[0, 1, 2]")]
    [InlineData("range(1, 4) | list", "[1, 2, 3]")]
    [InlineData("range(5, 0, -2) | list", "[5, 3, 1]")]
    [InlineData("range(0) | list", "[]")]
    [InlineData("dict(a=1, b=2)", "{'a': 1, 'b': 2}")]
    [InlineData("dict({'a': 1}, b=2)", "{'a': 1, 'b': 2}")]
    [InlineData("dict([('a', 1)])", "{'a': 1}")]
    [InlineData("namespace(a=1).a", "1")]
    [InlineData("namespace({'a': 1}).a", "1")]
    [InlineData("namespace().a is defined", "False")]
    public void Evaluate_Function_ReturnsItsValue(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("range(0, 10, 0)", "*zero*")]
    [InlineData("range('a')", "*integer*str*")]
    [InlineData("dict(1)", "*int*")]
    [InlineData("dict(['a'])", "*pairs*")]
    [InlineData("raise_exception()", "*'message' is missing*")]
    [InlineData("strftime_now('%Q')", "*'%Q'*not supported*")]
    [InlineData("strftime_now('%')", "*not supported*")]
    public void Evaluate_WrongArgument_Throws(string expression, string message)
    {
        var render = () => Jinja.Evaluate(expression);

        render.Should().Throw<ChatTemplateException>().WithMessage(message);
    }

    [Theory]
    [InlineData("%d %b %Y", "05 Jan 2026")]
    [InlineData("%B %-d, %Y", "January 5, 2026")]
    [InlineData("%A %a %e %j %u %w", "Monday Mon  5 005 1 1")]
    [InlineData("%Y-%m-%d %H:%M:%S", "2026-01-05 15:04:09")]
    [InlineData("%F %T %y %I %p", "2026-01-05 15:04:09 26 03 PM")]
    [InlineData("100%%", "100%")]
    public void StrftimeNow_Format_PrintsTheClocksTime(string format, string expected) =>
        ChatTemplate.Parse($"{{{{ strftime_now('{format}') }}}}", timeProvider: new FixedTime()).Render([], addGenerationPrompt: false)
            .Should().Be(expected);

    private sealed class FixedTime : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => new(2026, 1, 5, 15, 4, 9, TimeSpan.Zero);
    }
}
