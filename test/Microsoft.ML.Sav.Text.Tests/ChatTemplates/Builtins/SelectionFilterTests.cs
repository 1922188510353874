namespace Microsoft.ML.Sav.Text.Tests.ChatTemplates.Builtins;

/// <summary>Expected values are those of Jinja2 3.1 in Python.</summary>
public class SelectionFilterTests
{
    [Theory]
    [InlineData("missing | default('d')", "d")]
    [InlineData("none | default('d') is none", "True")]
    [InlineData("none | default('d', true)", "d")]
    [InlineData("empty | default('d', boolean=true)", "d")]
    [InlineData("missing | d", "")]
    public void Evaluate_Default_StandsInForUndefined(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("list | select('odd') | list", "[3, 1]")]
    [InlineData("list | reject('odd') | list", "[2]")]
    [InlineData("list | select('greaterthan', 1) | list", "[3, 2]")]
    [InlineData("list | select('>', 1) | list", "[3, 2]")]
    [InlineData("[0, 1, ''] | select | list", "[1]")]
    [InlineData("[0, 1, ''] | reject | list", "[0, '']")]
    [InlineData("words | select('in', ['b', 'c']) | list", "['b', 'c']")]
    public void Evaluate_Select_ChoosesByTest(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("messages | selectattr('role', 'equalto', 'user') | map(attribute='content') | first", "hi  ")]
    [InlineData("messages | rejectattr('role', 'eq', 'user') | list | length", "2")]
    [InlineData("messages | selectattr('name') | list | length", "0")]
    [InlineData("messages | selectattr('name', 'defined') | list", "[]")]
    [InlineData("messages | selectattr('role', 'in', ['user', 'system']) | map(attribute='role') | list", "['system', 'user']")]
    [InlineData("messages | selectattr('content.0.text', 'defined') | list | length", "1")]
    public void Evaluate_SelectAttr_ChoosesByAttribute(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("messages | map(attribute='role') | join(', ')", "system, user, assistant")]
    [InlineData("messages | map(attribute='name', default='D') | list", "['D', 'D', 'D']")]
    [InlineData("words | map('upper') | join", "BAC")]
    [InlineData("words | map('replace', 'b', 'x') | list", "['x', 'A', 'c']")]
    [InlineData("[[1, 2], [3]] | map('join', '-') | list", "['1-2', '3']")]
    [InlineData("[[1, 2], [3]] | map(attribute=0) | list", "[1, 3]")]
    public void Evaluate_Map_TakesAttributesOrAppliesFilters(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("list | select('notest') | list", "*no test 'notest'*")]
    [InlineData("list | map('nofilter') | list", "*no filter 'nofilter'*")]
    [InlineData("list | map | list", "*'attribute' is missing*")]
    [InlineData("list | selectattr | list", "*attribute is missing*")]
    public void Evaluate_WrongTestOrFilter_Throws(string expression, string message)
    {
        var render = () => Jinja.Evaluate(expression);

        render.Should().Throw<ChatTemplateException>().WithMessage(message);
    }
}
