namespace Microsoft.ML.Sav.Text.Tests.ChatTemplates.Evaluation;

/// <summary>No template runs endlessly, exhausts memory or the stack, or fails with another exception.</summary>
public class BoundsTests
{
    // Beyond any stack: a frame of optimized code may have less than 100 bytes.
    private const int Deep = 1_000_000;

    [Theory]
    [InlineData("{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}")]
    [InlineData("{{ [1] * 1000000000 }}")]
    [InlineData("{{ list | slice(1000000000) | list }}")]
    [InlineData("{{ list | batch(1000000000, 'x') | list }}")]
    [InlineData("{% set long = 'x' * 4000000 %}{% for i in range(100000) %}{{ 'y' in long }}{% endfor %}")]
    [InlineData("{% set ns = namespace(kept=()) %}{% for i in range(100000) %}{% set ns.kept = ns.kept + (('x' * 1000000) ~ i,) %}{% endfor %}")]
    public void Render_EndlessWork_StopsAtTheMaximumOfSteps(string template) => Fails(template, "*more than 10,000,000 steps*");

    [Theory]
    [InlineData("{{ b in [a] * 100000 }}")]
    [InlineData("{{ b in ([a] * 100000) | map('string') }}")]
    [InlineData("{{ ([a] * 100000).index(b) }}")]
    [InlineData("{{ ([a] * 100000).count(b) }}")]
    [InlineData("{{ [a] * 100000 == [b] * 100000 }}")]
    [InlineData("{{ ([a, b] * 1000) | sort(case_sensitive=true) | length }}")]
    [InlineData("{{ ([a, b] * 1000) | unique(true) | list | length }}")]
    [InlineData("{{ ([a, b] * 1000) | max(true) | length }}")]
    [InlineData("{% for i in range(10000) %}{% if table[a] %}{% endif %}{% endfor %}")]
    [InlineData("{% for i in range(10000) %}{% set d = {a: i} %}{% endfor %}")]
    [InlineData("{% for i in range(10000) %}{% if loop.changed((a, i)) %}{% endif %}{% endfor %}")]
    public void Render_LongStringsCompared_CountByTheirLength(string template) => Fails(
        $"{{% set a = 'x' * 1000000 ~ 'a' %}}{{% set b = 'x' * 1000000 ~ 'b' %}}{template}", "*more than 10,000,000 steps*");

    [Theory]
    [InlineData("{{ part in text }}")]
    [InlineData("{{ text.find(part) }}")]
    [InlineData("{{ text.count(part) }}")]
    [InlineData("{{ text.split(part) }}")]
    [InlineData("{{ text.partition(part) }}")]
    [InlineData("{{ text.replace(part, '') }}")]
    [InlineData("{{ text | replace(part, '') }}")]
    public void Render_SearchForALongString_CountsByItsLength(string template) => Fails(
        $"{{% set text = 'a' * 4000000 %}}{{% set part = 'a' * 1000000 ~ 'b' ~ 'a' * 1000000 %}}{template}", "*more than 10,000,000 steps*");

    [Theory]
    [InlineData("{{ ('a' * 4000000).strip('b' * 1000000 ~ 'a') | length }}", "0")]
    [InlineData("{{ ('aaa,' * 500000).rsplit(',') | length }}", "500001")]
    public void Render_LongStrings_TakeLinearTime(string template, string expected) => Jinja.Render(template).Should().Be(expected);

    [Theory]
    [InlineData("{{ 'a' * 1000000000 }}")]
    [InlineData("{{ 'a'.center(1000000000) }}")]
    [InlineData("{{ 'a' | indent(1000000000, first=true) }}")]
    [InlineData("{{ [1] | tojson(indent=1000000000) }}")]
    [InlineData("{{ ('a' * 100000).replace('a', 'b' * 100000) }}")]
    [InlineData("{{ ['a' * 100000] * 1000 }}")]
    [InlineData("{{ (['a' * 100000] * 1000) | join }}")]
    [InlineData("{{ (['a' * 100000] * 1000) | tojson }}")]
    [InlineData("{% for i in range(100000) %}{{ 'x' * 1000 }}{% endfor %}")]
    [InlineData("{% set ns = namespace(x='a') %}{% for i in range(100) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}")]
    public void Render_EndlessString_StopsAtTheMaximumOfCharacters(string template) => Fails(template, "*more than 4,000,000 characters*");

    [Theory]
    [InlineData("{{ range(1000000000) }}", "*range*more than 100,000*")]
    [InlineData("{% set ns = namespace(x=[1]) %}{% for i in range(100) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}", "*more than 1,000,000 values*")]
    [InlineData("{% set ns = namespace(x=[1]) %}{% for i in range(1000) %}{% set ns.x = [ns.x] %}{% endfor %}", "*more than 200 deep*")]
    [InlineData("{{ 2 ** 64 }}", "*too large*")]
    [InlineData("{{ 1e300 ** 2 }}", "*too large*")]
    public void Render_EndlessValue_Throws(string template, string message) => Fails(template, message);

    [Fact]
    public void Render_MacroCallsItself_StopsBeforeTheStackIsFull() =>
        Fails("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "*macro calls itself*");

    [Fact]
    public void Render_NamespaceHoldsItself_PrintsIt() =>
        Jinja.Render("{% set ns = namespace() %}{% set ns.ns = ns %}{{ ns }}").Should().Be("<namespace>");

    [Theory]
    [InlineData("(", ")")]
    [InlineData("[", "]")]
    [InlineData("{1: ", "}")]
    [InlineData("f(", ")")]
    [InlineData("x[", "]")]
    [InlineData("-", "")]
    [InlineData("not ", "")]
    public void Render_DeeplyNestedExpression_Throws(string opening, string closing) =>
        Fails($"{{{{ {Repeat(opening, Deep)}1{Repeat(closing, Deep)} }}}}", "*deep*");

    [Fact]
    public void Parse_DeeplyNestedStatements_Throws() => Fails(Repeat("{% if x %}", Deep), "*deep*");

    [Theory]
    [InlineData("1", " + 1")]
    [InlineData("table", ".a")]
    [InlineData("text", " | upper")]
    public void Render_ExpressionOfManyParts_ThrowsWithoutAStackOverflow(string first, string next) =>
        Fails($"{{{{ {first}{Repeat(next, Deep)} }}}}", "*");

    [Fact]
    public void Render_LongConversation_StaysWithinTheBounds()
    {
        var turns = string.Join(",", Enumerable.Range(0, 1000).Select(i => $$"""{"role": "user", "content": "{{new string('x', 1000)}}"}"""));
        const string Template =
            "{% for m in messages %}{% if messages | selectattr('role', 'equalto', 'user') | list | length > loop.index0 %}{{ m.content | trim }}{% endif %}{% endfor %}";

        Jinja.Render(Template, $$"""{"messages": [{{turns}}]}""").Should().HaveLength(1_000_000);
    }

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    private static void Fails(string template, string message)
    {
        var render = () => Jinja.Render(template);

        render.Should().Throw<ChatTemplateException>().WithMessage(message);
    }
}
