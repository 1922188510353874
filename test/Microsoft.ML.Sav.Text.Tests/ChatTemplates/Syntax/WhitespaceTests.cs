namespace Microsoft.ML.Sav.Text.Tests.ChatTemplates.Syntax;

/// <summary>Expected values are those of Jinja2 3.1 in Python.</summary>
public class WhitespaceTests
{
    [Theory]
    [InlineData("  {% if yes %}\n  a\n  {% endif %}\nb\n", "  a\nb")]
    [InlineData("{% for x in list %}\n{{ x }}\n{% endfor %}\n", "3\n1\n2\n")]
    [InlineData("  {# c #}\nb", "b")]
    [InlineData("{% if yes %}\r\na\r\n{% endif %}\r\nb", "a\nb")]
    [InlineData("a\n\t{% set x = 1 %}\n\t{{ x }}\n", "a\n\t1")]
    [InlineData("{# a #}\n  {% if yes %}b{% endif %}", "b")]
    [InlineData("{{ 1 }}\n  {# c #}  {% if yes %}x{% endif %}", "1\n  x")]
    public void Render_TagOnItsOwnLine_LeavesNoTrace(string template, string expected) =>
        Jinja.Render(template).Should().Be(expected);

    [Theory]
    [InlineData("x {% if yes %} y {% endif %} z", "x  y  z")]
    [InlineData("{{ text }}  {% if yes %}a{% endif %}", "Hello World  a")]
    [InlineData("{% if yes %} {% if yes %}q{% endif %}{% endif %}", " q")]
    public void Render_TagAmongText_KeepsTheTextAroundIt(string template, string expected) =>
        Jinja.Render(template).Should().Be(expected);

    [Theory]
    [InlineData("{{ 'a' }}\n{{ 'b' }}\n", "a\nb")]
    [InlineData("a  {{ text }}  b", "a  Hello World  b")]
    [InlineData("  {{ text }}", "  Hello World")]
    public void Render_Output_KeepsItsNewline(string template, string expected) =>
        Jinja.Render(template).Should().Be(expected);

    [Theory]
    [InlineData("x  \n {%- if yes -%} \n a {%- endif -%} \n b", "xab")]
    [InlineData("a  {{- text -}}  b", "aHello Worldb")]
    [InlineData("a\n{#- c -#}\nb", "ab")]
    [InlineData("{%- raw -%}  {{ x }}  {%- endraw -%}  b", "{{ x }}b")]
    [InlineData("{{-1}}", "1")]
    [InlineData("x\u00a0{%- if yes %}a{% endif %}", "xa")]
    public void Render_Minus_StripsAllWhitespace(string template, string expected) =>
        Jinja.Render(template).Should().Be(expected);

    [Theory]
    [InlineData("y\n {%+ if yes %}x{% endif +%}\ny", "y\n x\ny")]
    public void Render_Plus_KeepsWhitespace(string template, string expected) =>
        Jinja.Render(template).Should().Be(expected);

    [Theory]
    [InlineData("a\n", "a")]
    [InlineData("a\n\n", "a\n")]
    [InlineData("\n", "")]
    [InlineData("", "")]
    public void Render_LastNewline_IsDropped(string template, string expected) =>
        Jinja.Render(template).Should().Be(expected);

    [Theory]
    [InlineData("{% raw %}{{ x }} {% if %}{# #}{% endraw %}b", "{{ x }} {% if %}{# #}b")]
    [InlineData("{% raw %}\n {{ x }}\n {% endraw %}\nz", "\n {{ x }}\nz")]
    public void Render_Raw_PrintsTagsAsText(string template, string expected) =>
        Jinja.Render(template).Should().Be(expected);

    [Theory]
    [InlineData("{{ {'a': {'b': 1}} }}", "{'a': {'b': 1}}")]
    [InlineData("{{ '}}' }}", "}}")]
    [InlineData("{% set x = '%}' %}{{ x }}", "%}")]
    [InlineData("{% set x = 'a\nb' %}{{ x }}", "a\nb")]
    public void Render_BracketsOrStringsInTag_DoNotEndIt(string template, string expected) =>
        Jinja.Render(template).Should().Be(expected);
}
