namespace Microsoft.ML.Sav.Text.Tests.ChatTemplates.Builtins;

/// <summary>Expected values are those of Jinja2 3.1 in Python.</summary>
public class TestTests
{
    [Theory]
    [InlineData("text is string, n is string", "(True, False)")]
    [InlineData("n is number, yes is number, text is number", "(True, True, False)")]
    [InlineData("n is integer, yes is integer, f is integer", "(True, False, False)")]
    [InlineData("f is float, n is float", "(True, False)")]
    [InlineData("yes is boolean, n is boolean", "(True, False)")]
    [InlineData("table is mapping, list is mapping", "(True, False)")]
    [InlineData("list is sequence, text is sequence, table is sequence, n is sequence", "(True, True, True, False)")]
    [InlineData("list is iterable, text is iterable, table is iterable, n is iterable, missing is iterable", "(True, True, True, False, True)")]
    [InlineData("(list | select) is iterable, (list | select) is sequence", "(True, False)")]
    [InlineData("range is callable, text.strip is callable, text is callable", "(True, True, False)")]
    public void Evaluate_TypeTest_KnowsPythonsTypes(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("missing is defined, text is defined, missing is undefined", "(False, True, True)")]
    [InlineData("none_value is none, text is none, missing is none", "(True, False, False)")]
    [InlineData("yes is true, n is true, no is false", "(True, False, True)")]
    [InlineData("n is odd, n is even, -3 is odd", "(True, False, True)")]
    [InlineData("'abc' is lower, 'ABC' is upper, '123' is upper", "(True, True, False)")]
    public void Evaluate_ValueTest_LooksAtTheValue(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("n is divisibleby 3, n is divisibleby(2)", "(True, False)")]
    [InlineData("n is eq 3, n is equalto(3), n is ne 4", "(True, True, True)")]
    [InlineData("n is gt 2, n is ge 3, n is lt 2, n is le 3", "(True, True, False, True)")]
    [InlineData("n is in [1, 2, 3], 'a' is in table", "(True, True)")]
    [InlineData("n is sameas 3, yes is sameas true", "(True, True)")]
    public void Evaluate_TestWithArgument_TakesItWithOrWithoutBrackets(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("none_value is not none", "False")]
    [InlineData("missing is not defined", "True")]
    [InlineData("n is not divisibleby 2", "True")]
    [InlineData("not n is odd", "False")]
    public void Evaluate_NegatedTest_IsTheOpposite(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("n is notest", "*no test 'notest'*")]
    [InlineData("text is odd", "*str*")]
    [InlineData("n is divisibleby", "*missing*")]
    [InlineData("n is divisibleby 0", "*zero*")]
    public void Evaluate_WrongTest_Throws(string expression, string message)
    {
        var render = () => Jinja.Evaluate(expression);

        render.Should().Throw<ChatTemplateException>().WithMessage(message);
    }
}
