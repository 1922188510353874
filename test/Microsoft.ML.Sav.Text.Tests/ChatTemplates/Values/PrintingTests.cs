namespace Microsoft.ML.Sav.Text.Tests.ChatTemplates.Values;

/// <summary>Expected values are those of Jinja2 3.1 in Python.</summary>
public class PrintingTests
{
    [Theory]
    [InlineData("none", "None")]
    [InlineData("yes", "True")]
    [InlineData("3", "3")]
    [InlineData("2.5", "2.5")]
    [InlineData("1.0", "1.0")]
    [InlineData("-0.0", "-0.0")]
    [InlineData("1e16", "1e+16")]
    [InlineData("123456789012345680.0", "1.2345678901234568e+17")]
    [InlineData("1e22", "1e+22")]
    [InlineData("1e-5", "1e-05")]
    [InlineData("0.0001", "0.0001")]
    [InlineData("1e400", "inf")]
    [InlineData("missing", "")]
    [InlineData("text", "Hello World")]
    public void Evaluate_Scalar_PrintsAsInPython(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("[1, [2, (3,)], {'a': none}]", "[1, [2, (3,)], {'a': None}]")]
    [InlineData("[\"it's\", 'say \"x\"', \"both'\\\"\"]", "[\"it's\", 'say \"x\"', 'both\\'\"']")]
    [InlineData("[1.0, 1e16, yes]", "[1.0, 1e+16, True]")]
    [InlineData("[missing]", "[Undefined]")]
    [InlineData("['\\n\\t\\\\\\x00\\x7f\\u200b\\u00e9😀']", "['\\n\\t\\\\\\x00\\x7f\\u200bé😀']")]
    public void Evaluate_Collection_PrintsItsItemsAsPythonsRepr(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);
}
