namespace Microsoft.ML.Sav.Text.Tests.ChatTemplates.Syntax;

public class SyntaxErrorTests
{
    [Theory]
    [InlineData("{% if %}{% endif %}", "*line 1*expected an expression, found '%}'*")]
    [InlineData("a\n{% if yes %}\nb", "*line 3*{% endif %}*'if' of line 2*end of the template*")]
    [InlineData("{% for x list %}{% endfor %}", "*expected 'in', found 'list'*")]
    [InlineData("{% for x in list %}", "*{% endfor %}*")]
    [InlineData("\n\n{% foo %}", "*line 3*'foo'*")]
    [InlineData("{% endif %}", "*'endif'*")]
    [InlineData("{% else %}", "*'else'*")]
    [InlineData("{% break %}", "*'break' is outside of a loop*")]
    [InlineData("{{ 1 + }}", "*expected an expression, found '}}'*")]
    [InlineData("{{ (1 }}", "*expected ')', found '}'*")]
    [InlineData("{{ 1 ) }}", "*unexpected ')'*")]
    [InlineData("{{ [1) }}", "*expected ']', found ')'*")]
    [InlineData("{{ 'abc }}", "*unexpected character '''*")]
    [InlineData("a\n{{ 1", "*line 2*no '}}'*")]
    [InlineData("{% set %}", "*name of a variable*")]
    [InlineData("{% set x %}", "*{% endset %}*")]
    [InlineData("{% set 1 = 2 %}", "*name of a variable, found '1'*")]
    [InlineData("{% set none = 2 %}", "*name of a variable, found 'none'*")]
    [InlineData("{# abc", "*comment*'#}'*")]
    [InlineData("{% raw %}abc", "*raw block*{% endraw %}*")]
    [InlineData("{{ }}", "*expected an expression*")]
    [InlineData("{{ 1 2 }}", "*expected '}}', found '2'*")]
    [InlineData("{{ f(a=1, 2) }}", "*named argument*found '2'*")]
    [InlineData("{% macro f(a=1, b) %}{% endmacro %}", "*'b' without a default*")]
    [InlineData("{% call f %}{% endcall %}", "*call of a macro*")]
    [InlineData("{{ x. }}", "*after '.'*")]
    [InlineData("{{ $ }}", "*unexpected character '$'*")]
    [InlineData("{{ x is y is z }}", "*cannot be chained*")]
    [InlineData("{{ x | 1 }}", "*name of a filter, found '1'*")]
    [InlineData("{{ '\\x4' }}", "*escape '\\x'*")]
    [InlineData("{% include 'x' %}", "*'include'*")]
    [InlineData("{% macro f() %}{% break %}{% endmacro %}", "*'break'*")]
    public void Parse_WrongTemplate_NamesTheLineAndWhatWasFound(string template, string message)
    {
        var render = () => Jinja.Render(template);

        render.Should().Throw<ChatTemplateException>().WithMessage(message);
    }
}
