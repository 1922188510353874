namespace Microsoft.ML.Sav.Text.Tests.ChatTemplates.Builtins;

/// <summary>Expected values are those of Jinja2 3.1 in Python.</summary>
public class SequenceFilterTests
{
    [Theory]
    [InlineData("list | first", "3")]
    [InlineData("list | last", "2")]
    [InlineData("text | first", "H")]
    [InlineData("table | first", "a")]
    [InlineData("[] | first is defined", "False")]
    [InlineData("list | length", "3")]
    [InlineData("emoji | count", "3")]
    [InlineData("table | length", "3")]
    [InlineData("missing | length", "0")]
    public void Evaluate_EndsAndLength_AreJinjas(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("text[:3] | list", "['H', 'e', 'l']")]
    [InlineData("table | list", "['a', 'B', 'c']")]
    [InlineData("missing | list", "[]")]
    [InlineData("list | reverse | list", "[2, 1, 3]")]
    [InlineData("emoji | reverse", "é😀a")]
    [InlineData("table | items | list", "[('a', 1), ('B', 2), ('c', [1, {'x': 'y'}])]")]
    public void Evaluate_ListAndReverse_MakeLists(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("[1, 2, 3] | batch(2) | list", "[[1, 2], [3]]")]
    [InlineData("[1, 2, 3] | batch(2, 'x') | list", "[[1, 2], [3, 'x']]")]
    [InlineData("[1, 2, 3, 4, 5, 6, 7] | slice(3) | list", "[[1, 2, 3], [4, 5], [6, 7]]")]
    [InlineData("[1, 2, 3, 4, 5, 6, 7] | slice(3, 'x') | list", "[[1, 2, 3], [4, 5, 'x'], [6, 7, 'x']]")]
    [InlineData("[1, 2, 3, 4] | slice(2, 'x') | list", "[[1, 2, 'x'], [3, 4, 'x']]")]
    public void Evaluate_BatchAndSlice_CutLists(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("{% set it = list | select %}{{ it | list }}{{ it | list }}{{ 'true' if it }}", "[3, 1, 2][]true")]
    [InlineData("{% set it = list | select %}{{ it | first }}{{ it | list }}", "3[1, 2]")]
    [InlineData("{% set it = list | select %}{{ 1 in it }}{{ it | list }}", "True[2]")]
    [InlineData("{% set it = list | select %}{% for x in it %}{% break %}{% endfor %}{{ it | list }}", "[1, 2]")]
    [InlineData("{% set it = list | select %}{% for x in it %}{{ loop.last }}{% break %}{% endfor %}{{ it | list }}", "False[2]")]
    [InlineData("{% set it = list | select %}{% for x in it %}{{ x }}{{ it | list }}{% endfor %}", "3[1, 2]")]
    public void Evaluate_Iterator_IsTrueAndReadOnce(string template, string expected) =>
        Jinja.Render(template).Should().Be(expected);

    [Theory]
    [InlineData("5 | length", "*int has no length*")]
    [InlineData("5 | list", "*int*")]
    [InlineData("none | first", "*NoneType*")]
    [InlineData("(list | select) | length", "*iterator has no length*")]
    [InlineData("(list | select) | last", "*iterator*")]
    [InlineData("list | nofilter", "*no filter 'nofilter'*")]
    public void Evaluate_NoCollection_Throws(string expression, string message)
    {
        var render = () => Jinja.Evaluate(expression);

        render.Should().Throw<ChatTemplateException>().WithMessage(message);
    }
}
