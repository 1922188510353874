namespace Microsoft.ML.Sav.Text.Tests.ChatTemplates.Evaluation;

/// <summary>Expected values are those of Jinja2 3.1 in Python.</summary>
public class MacroTests
{
    [Theory]
    [InlineData("{% macro f(a, b=2) %}[{{ a }}{{ b }}]{% endmacro %}{{ f(1) }}{{ f(1, 3) }}{{ f(b=5, a=4) }}{{ f() }}", "[12][13][45][2]")]
    [InlineData("{% macro f(a, b=a) %}[{{ a }}{{ b }}]{% endmacro %}{{ f(1) }}", "[11]")]
    [InlineData("{% macro f(a) %}{{ a }}{{ varargs }}{{ kwargs }}{% endmacro %}{{ f(1, 2, c=3) }}", "1(2,){'c': 3}")]
    [InlineData("{% macro f(a, b) %}{{ a }}{{ b }}{% endmacro %}{{ f(*list[:1], **{'b': 5}) }}", "35")]
    public void Render_Macro_BindsItsArguments(string template, string expected) =>
        Jinja.Render(template).Should().Be(expected);

    [Theory]
    [InlineData("{% macro f() %}{{ x }}{% endmacro %}{% set x = 5 %}{{ f() }}", "5")]
    [InlineData("{% set x = 1 %}{% macro f() %}{{ x }}{% endmacro %}{% for x in list %}{{ f() }}{% endfor %}", "111")]
    public void Render_Macro_SeesWhatSurroundsItsDefinition(string template, string expected) =>
        Jinja.Render(template).Should().Be(expected);

    [Theory]
    [InlineData("{% macro f(x) %}{{ x }}{% endmacro %}{{ f(3) | int + 1 }}", "4")]
    [InlineData("{% macro f(n) %}{% if n > 0 %}{{ n }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(5) }}", "54321")]
    public void Render_Macro_ReturnsText(string template, string expected) =>
        Jinja.Render(template).Should().Be(expected);

    [Theory]
    [InlineData("{% macro f() %}<{{ caller() }}>{% endmacro %}{% call f() %}body{{ n }}{% endcall %}", "<body3>")]
    [InlineData("{% macro f(x) %}<{{ caller(x) }}>{% endmacro %}{% call(y, z=4) f(3) %}body{{ y }}{{ z }}{% endcall %}", "<body34>")]
    public void Render_CallBlock_HandsItsBodyToTheMacro(string template, string expected) =>
        Jinja.Render(template).Should().Be(expected);

    [Theory]
    [InlineData("{% macro f(a) %}{% endmacro %}{{ f(1, 2) }}", "*'f' takes 1 arguments*")]
    [InlineData("{% macro f(a) %}{% endmacro %}{{ f(c=2) }}", "*'f' has no parameter 'c'*")]
    [InlineData("{% macro f(a) %}{% endmacro %}{{ f(1, a=2) }}", "*'a' twice*")]
    [InlineData("{% macro f() %}{% endmacro %}{% call f() %}{% endcall %}", "*no parameter 'caller'*")]
    [InlineData("{{ missing() }}", "*'missing' is undefined*")]
    [InlineData("{{ n() }}", "*int cannot be called*")]
    [InlineData("{{ text.upper(1) }}", "*at most 0 arguments*")]
    [InlineData("{{ text.strip(x=1) }}", "*found 'x'*")]
    [InlineData("{{ dict(**list) }}", "*dictionary*")]
    public void Render_WrongArguments_Throws(string template, string message)
    {
        var render = () => Jinja.Render(template);

        render.Should().Throw<ChatTemplateException>().WithMessage(message);
    }
}
