namespace Microsoft.ML.Sav.Text.Tests.ChatTemplates.Builtins;

/// <summary>Expected values are those of Jinja2 3.1 in Python.</summary>
public class NumberFilterTests
{
    [Theory]
    [InlineData("'12' | int", "12")]
    [InlineData("' 12 ' | int", "12")]
    [InlineData("'3.7' | int", "3")]
    [InlineData("'x' | int", "0")]
    [InlineData("'x' | int(5)", "5")]
    [InlineData("-3.9 | int", "-3")]
    [InlineData("yes | int", "1")]
    [InlineData("'ff' | int(base=16)", "255")]
    [InlineData("none | int", "0")]
    public void Evaluate_Int_ReadsOrTruncates(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("'2.5' | float", "2.5")]
    [InlineData("'x' | float", "0.0")]
    [InlineData("'x' | float(1.5)", "1.5")]
    [InlineData("3 | float", "3.0")]
    public void Evaluate_Float_Reads(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("2.567 | round(2)", "2.57")]
    [InlineData("2.5 | round", "2.0")]
    [InlineData("3.5 | round", "4.0")]
    [InlineData("2 | round", "2")]
    [InlineData("2.675 | round(2)", "2.67")]
    [InlineData("1.005 | round(2)", "1.0")]
    [InlineData("0.125 | round(2)", "0.12")]
    [InlineData("-0.001 | round(2)", "-0.0")]
    [InlineData("1e300 | round(2)", "1e+300")]
    [InlineData("2.1 | round(method='ceil')", "3.0")]
    [InlineData("2.19 | round(1, 'floor')", "2.1")]
    public void Evaluate_Round_RoundsHalvesToEven(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("-3 | abs", "3")]
    [InlineData("-3.5 | abs", "3.5")]
    [InlineData("list | sum", "6")]
    [InlineData("[{'x': 1}, {'x': 2}] | sum(attribute='x')", "3")]
    [InlineData("[[1], [2]] | sum(start=[])", "[1, 2]")]
    [InlineData("[] | sum", "0")]
    public void Evaluate_AbsAndSum_Calculate(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);
}
