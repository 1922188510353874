namespace Microsoft.ML.Sav.Text.Tests.ChatTemplates.Evaluation;

/// <summary>Expected values are those of Jinja2 3.1 in Python.</summary>
public class StatementTests
{
    [Theory]
    [InlineData("{% if no %}a{% elif n == 3 %}b{% else %}c{% endif %}", "b")]
    [InlineData("{% if no %}a{% elif no %}b{% else %}c{% endif %}", "c")]
    [InlineData("{% if no %}a{% endif %}", "")]
    [InlineData("{% if missing %}a{% else %}b{% endif %}", "b")]
    [InlineData("{% if not(yes and no) %}a{% endif %}", "a")]
    public void Render_If_TakesTheFirstBranchThatHolds(string template, string expected) =>
        Jinja.Render(template).Should().Be(expected);

    [Theory]
    [InlineData("{% set x = 1 %}{{ x }}", "1")]
    [InlineData("{% set x, y = 1, 2 %}{{ x }}{{ y }}", "12")]
    [InlineData("{% set (x, y) = [1, 2] %}{{ x }}{{ y }}", "12")]
    [InlineData("{% set x = 1, 2 %}{{ x }}", "(1, 2)")]
    [InlineData("{% set x %}abc {{ n }}{% endset %}[{{ x }}]", "[abc 3]")]
    [InlineData("{% set x | upper | replace('A', 'z') %}abc{% endset %}[{{ x }}]", "[zBC]")]
    [InlineData("{% set ns = namespace(x=0) %}{% for y in list %}{% set ns.x = ns.x + y %}{% endfor %}{{ ns.x }}", "6")]
    [InlineData("{% set f = text.upper %}{{ f() }}", "HELLO WORLD")]
    public void Render_Set_GivesValues(string template, string expected) =>
        Jinja.Render(template).Should().Be(expected);

    [Theory]
    [InlineData("{% if yes %}{% set x = 5 %}{% endif %}{{ x }}", "5")]
    [InlineData("{% set x = 1 %}{% for y in list %}{{ x }}{% set x = x + 1 %}{{ x }} {% endfor %}{{ x }}", "12 12 12 1")]
    [InlineData("{% for y in list %}{{ q is defined }}{% set q = 1 %}{% endfor %}{{ q is defined }}", "FalseFalseFalseFalse")]
    [InlineData("{% macro f(x) %}{% set y = x %}{{ y }}{% endmacro %}{{ f(3) }}{{ y is defined }}", "3False")]
    [InlineData("{% set x %}{% set y = 1 %}{% endset %}{{ y is defined }}", "False")]
    [InlineData("{% filter upper %}{% set y = 1 %}{% endfilter %}{{ y is defined }}", "False")]
    public void Render_SetInBlock_ReachesAsFarAsTheBlocksScope(string template, string expected) =>
        Jinja.Render(template).Should().Be(expected);

    [Theory]
    [InlineData("{% filter upper | replace('A', '-') %}abc{% endfilter %}", "-BC")]
    [InlineData("{% filter indent(2) %}{{ \"a\\nb\" }}{% endfilter %}", "a\n  b")]
    [InlineData("{% generation %}abc{{ n }}{% endgeneration %}x", "abc3x")]
    public void Render_Blocks_PrintTheirBody(string template, string expected) =>
        Jinja.Render(template).Should().Be(expected);

    [Theory]
    [InlineData("{% set table.a = 5 %}", "*namespace()*")]
    [InlineData("{% set missing.a = 5 %}", "*namespace()*")]
    [InlineData("{% set x, y = [1, 2, 3] %}", "*2 variables*3 values*")]
    [InlineData("{% set x, y = 5 %}", "*int*")]
    public void Render_WrongAssignment_Throws(string template, string message)
    {
        var render = () => Jinja.Render(template);

        render.Should().Throw<ChatTemplateException>().WithMessage(message);
    }
}
