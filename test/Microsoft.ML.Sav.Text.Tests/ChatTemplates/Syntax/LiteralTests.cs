namespace Microsoft.ML.Sav.Text.Tests.ChatTemplates.Syntax;

/// <summary>Expected values are those of Jinja2 3.1 in Python.</summary>
public class LiteralTests
{
    [Theory]
    [InlineData("1_000", "1000")]
    [InlineData("0x1F", "31")]
    [InlineData("0b101", "5")]
    [InlineData("0o17", "15")]
    [InlineData("1e3", "1000.0")]
    [InlineData("1.5e-7", "1.5e-07")]
    [InlineData("2.50", "2.5")]
    public void Evaluate_Number_IsReadAsInPython(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("'it''s'", "its")]
    [InlineData("'a' 'b'", "ab")]
    [InlineData("'a\\nb\\t\\x41\\u00e9\\U0001F600'", "a\nb\tAé😀")]
    [InlineData("'\\d \\' \\\"'", "\\d ' \"")]
    [InlineData("'\\101'", "A")]
    public void Evaluate_String_ResolvesEscapesAsInPython(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("[1, 2,]", "[1, 2]")]
    [InlineData("[]", "[]")]
    [InlineData("(1,)", "(1,)")]
    [InlineData("()", "()")]
    [InlineData("(1)", "1")]
    [InlineData("1, 2", "(1, 2)")]
    [InlineData("{}", "{}")]
    [InlineData("{'a': 1,}", "{'a': 1}")]
    [InlineData("{'a': 1, 'a': 2}", "{'a': 2}")]
    [InlineData("{1: 2}[1]", "2")]
    [InlineData("{(1, 2): 3}[(1, 2)]", "3")]
    [InlineData("{'a': {'b': 1}}.a.b", "1")]
    public void Evaluate_Collection_IsReadAsInPython(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("true, True, false, False, none, None", "(True, True, False, False, None, None)")]
    public void Evaluate_Constant_HasPythonsAndJinjasSpelling(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);
}
