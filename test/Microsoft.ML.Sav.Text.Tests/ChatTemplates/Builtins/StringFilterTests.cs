namespace Microsoft.ML.Sav.Text.Tests.ChatTemplates.Builtins;

/// <summary>Expected values are those of Jinja2 3.1 in Python.</summary>
public class TextFilterTests
{
    [Theory]
    [InlineData("text | upper", "HELLO WORLD")]
    [InlineData("text | lower", "hello world")]
    [InlineData("'Straße' | upper", "STRASSE")]
    [InlineData("'hELLO wORLD' | capitalize", "Hello world")]
    [InlineData("\"foo-bar (baz) it's\" | title", "Foo-Bar (Baz) It's")]
    [InlineData("yes | upper", "TRUE")]
    public void Evaluate_CaseFilter_ChangesCase(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("'  x ' | trim", "x")]
    [InlineData("'xxaxx' | trim('x')", "a")]
    [InlineData("'\\u00a0x\\x1f' | trim", "x")]
    [InlineData("5 | trim", "5")]
    [InlineData("none | trim", "None")]
    public void Evaluate_Trim_StripsWhitespaceOrCharacters(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("'a\\nb\\n\\nc' | indent", "a\n    b\n\n    c")]
    [InlineData("'a\\nb\\n\\nc' | indent(2)", "a\n  b\n\n  c")]
    [InlineData("'a\\nb\\n\\nc' | indent(2, true)", "  a\n  b\n\n  c")]
    [InlineData("'a\\nb\\n\\nc' | indent(2, first=true, blank=true)", "  a\n  b\n  \n  c")]
    [InlineData("'a\\nb' | indent('> ')", "a\n> b")]
    [InlineData("'' | indent(first=true)", "    ")]
    public void Evaluate_Indent_IndentsLines(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("text | replace('l', 'L')", "HeLLo WorLd")]
    [InlineData("text | replace('l', 'L', 1)", "HeLlo World")]
    [InlineData("'ab' | replace('', '-')", "-a-b-")]
    [InlineData("123 | replace(2, 5)", "153")]
    public void Evaluate_Replace_ReplacesSomeOrAll(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("list | join", "312")]
    [InlineData("list | join('-')", "3-1-2")]
    [InlineData("text | join('-')", "H-e-l-l-o- -W-o-r-l-d")]
    [InlineData("messages | join(', ', attribute='role')", "system, user, assistant")]
    [InlineData("[yes, none, 1.0] | join(',')", "True,None,1.0")]
    public void Evaluate_Join_PrintsItems(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("list | string", "[3, 1, 2]")]
    [InlineData("\"<a href='x'>&\" | e", "&lt;a href=&#39;x&#39;&gt;&amp;")]
    [InlineData("'<a>' | safe", "<a>")]
    [InlineData("'one two, three' | wordcount", "3")]
    [InlineData("'x' | center(5)", "  x  ")]
    public void Evaluate_OtherTextFilters_AreJinjas(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);
}
