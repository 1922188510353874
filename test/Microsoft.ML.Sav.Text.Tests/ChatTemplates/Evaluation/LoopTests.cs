namespace Microsoft.ML.Sav.Text.Tests.ChatTemplates.Evaluation;

/// <summary>Expected values are those of Jinja2 3.1 in Python.</summary>
public class LoopTests
{
    [Theory]
    [InlineData("{% for x in list %}{{ x }},{% endfor %}", "3,1,2,")]
    [InlineData("{% for x in 1, 2, 3 %}{{ x }}{% endfor %}", "123")]
    [InlineData("{% for x in list[::-1] %}{{ x }}{% endfor %}", "213")]
    [InlineData("{% for x in list | reverse %}{{ x }}{{ loop.last }}{% endfor %}", "2False1False3True")]
    [InlineData("{% for key in table %}{{ key }}{% endfor %}", "aBc")]
    [InlineData("{% for key, value in table.items() %}{{ key }}={{ value }};{% endfor %}", "a=1;B=2;c=[1, {'x': 'y'}];")]
    [InlineData("{% for key, value in table | items %}{{ key }}={{ value }};{% endfor %}", "a=1;B=2;c=[1, {'x': 'y'}];")]
    [InlineData("{% for a, (b, c) in [[1, [2, 3]]] %}{{ a + b + c }}{% endfor %}", "6")]
    [InlineData("{% for character in emoji %}{{ character }}.{% endfor %}", "a.😀.é.")]
    [InlineData("{% for x in missing %}a{% else %}e{% endfor %}", "e")]
    [InlineData("{% for x in (list if no else [9]) %}{{ x }}{% endfor %}", "9")]
    [InlineData("{% set y = 0 %}{% for x in [] %}{% else %}{% set y = 1 %}{{ y }}{% endfor %}{{ y }}", "10")]
    public void Render_For_WalksOverAnyCollection(string template, string expected) =>
        Jinja.Render(template).Should().Be(expected);

    [Theory]
    [InlineData("{% for x in list if x > 1 %}{{ loop.index }}/{{ loop.length }}:{{ x }} {% endfor %}", "1/2:3 2/2:2 ")]
    [InlineData("{% for x in list if x > 5 %}a{% else %}b{% endfor %}", "b")]
    [InlineData("{% for m in messages if m.role != 'system' %}{{ m.role }}{{ loop.previtem.role if loop.previtem }} {% endfor %}", "user assistantuser ")]
    public void Render_ForWithCondition_CountsTheItemsThatRemain(string template, string expected) =>
        Jinja.Render(template).Should().Be(expected);

    [Theory]
    [InlineData("{{ x }}", "3")]
    [InlineData("{{ x }}{{ loop.index }}{{ loop.first }}{{ loop.previtem }}", "31True")]
    [InlineData("{{ x }}{{ loop.last }}", "3False1True")]
    [InlineData("{{ x }}{{ loop.nextitem }}", "311")]
    [InlineData("{{ x }}{{ loop.length }}{{ loop.revindex }}", "333132231")]
    public void Render_ForWithCondition_TestsAnItemWhenTheLoopGetsThere(string body, string expected) =>
        Jinja.Render($"{{% set ns = namespace(n=0) %}}{{% for x in list if ns.n < 1 %}}{body}{{% set ns.n = ns.n + 1 %}}{{% endfor %}}").Should().Be(expected);

    [Fact]
    public void Render_ForWithConditionThatFails_NamesTheLineOfTheLoop()
    {
        var render = () => Jinja.Render("{% for x in [1, 0] if 1 / x %}\n{{ x }}\n{% endfor %}");

        render.Should().Throw<ChatTemplateException>().WithMessage("*line 1*");
    }

    [Theory]
    [InlineData("{% for x in list %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.first }}{{ loop.last }}{{ loop.length }} {% endfor %}", "1032TrueFalse3 2121FalseFalse3 3210FalseTrue3 ")]
    [InlineData("{% for x in list %}[{{ loop.previtem }}{{ x }}{{ loop.nextitem }}]{% endfor %}", "[31][312][12]")]
    [InlineData("{% for x in list %}{{ loop.cycle('a', 'b') }}{{ loop.changed(x // 2) }} {% endfor %}", "aTrue bTrue aTrue ")]
    [InlineData("{% for x in list %}{{ loop['index'] }}{{ loop.foo is defined }}{% endfor %}", "1False2False3False")]
    [InlineData("{% for x in list %}{% for y in words %}{{ loop.index }}{% endfor %}{{ loop.index }} {% endfor %}", "1231 1232 1233 ")]
    [InlineData("{% for x in list %}{% endfor %}{{ x is defined }}{{ loop is defined }}", "FalseFalse")]
    public void Render_LoopVariable_KnowsTheRound(string template, string expected) =>
        Jinja.Render(template).Should().Be(expected);

    [Theory]
    [InlineData("{% for x in list %}{% if x == 1 %}{% continue %}{% endif %}{{ x }}{% endfor %}", "32")]
    [InlineData("{% for x in list %}{% if x == 1 %}{% break %}{% endif %}{{ x }}{% endfor %}", "3")]
    [InlineData("{% for x in list %}{% for y in list %}{% break %}{% endfor %}{{ x }}{% endfor %}", "312")]
    [InlineData("{% for x in list %}{% break %}{% else %}no round ended{% endfor %}", "no round ended")]
    public void Render_BreakAndContinue_LeaveTheRound(string template, string expected) =>
        Jinja.Render(template).Should().Be(expected);

    [Theory]
    [InlineData("{% for x in none_value %}{% endfor %}", "*NoneType*")]
    [InlineData("{% for x in 5 %}{% endfor %}", "*int*")]
    [InlineData("{% for a, b in [[1, 2, 3]] %}{% endfor %}", "*2 variables*3 values*")]
    public void Render_ForOverNoCollection_Throws(string template, string message)
    {
        var render = () => Jinja.Render(template);

        render.Should().Throw<ChatTemplateException>().WithMessage(message);
    }
}
