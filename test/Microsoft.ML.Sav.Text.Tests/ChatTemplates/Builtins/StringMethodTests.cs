namespace Microsoft.ML.Sav.Text.Tests.ChatTemplates.Builtins;

/// <summary>Expected values are those of Jinja2 3.1 in Python.</summary>
public class StringMethodTests
{
    [Theory]
    [InlineData("text.upper()", "HELLO WORLD")]
    [InlineData("text.lower()", "hello world")]
    [InlineData("'Straße'.upper()", "STRASSE")]
    [InlineData("'hELLO wORLD'.capitalize()", "Hello world")]
    [InlineData("\"foo-bar it's\".title()", "Foo-Bar It'S")]
    public void Evaluate_CaseMethod_ChangesCase(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("'  a '.strip()", "a")]
    [InlineData("'  a '.lstrip()", "a ")]
    [InlineData("'  a '.rstrip()", "  a")]
    [InlineData("'xya'.lstrip('yx')", "a")]
    [InlineData("'\\n<think>\\n'.strip('\\n')", "<think>")]
    [InlineData("'abc'.removeprefix('a')", "bc")]
    [InlineData("'abc'.removesuffix('bc')", "a")]
    public void Evaluate_StripMethod_TakesFromTheEnds(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("'xyz'.center(6)", " xyz  ")]
    [InlineData("'xy'.center(7, '*')", "***xy**")]
    [InlineData("'ab'.ljust(4, '.')", "ab..")]
    [InlineData("'ab'.rjust(4)", "  ab")]
    [InlineData("'-42'.zfill(5)", "-0042")]
    public void Evaluate_PaddingMethod_AddsToTheEnds(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("'a,b,,c'.split(',')", "['a', 'b', '', 'c']")]
    [InlineData("'a,b,c'.split(',', 1)", "['a', 'b,c']")]
    [InlineData("'a,b,c'.split(',', maxsplit=1)", "['a', 'b,c']")]
    [InlineData("'a,b,c'.rsplit(',', 1)", "['a,b', 'c']")]
    [InlineData("' a b  c '.split()", "['a', 'b', 'c']")]
    [InlineData("' a b  c '.split(none, 1)", "['a', 'b  c ']")]
    [InlineData("' a b  c '.rsplit(none, 1)", "[' a b', 'c']")]
    [InlineData("''.split()", "[]")]
    [InlineData("''.split(',')", "['']")]
    [InlineData("'a=b=c'.partition('=')", "('a', '=', 'b=c')")]
    [InlineData("'a=b=c'.rpartition('=')", "('a=b', '=', 'c')")]
    [InlineData("'abc'.partition('=')", "('abc', '', '')")]
    [InlineData("'a\\nb\\r\\nc\\n'.splitlines()", "['a', 'b', 'c']")]
    [InlineData("'a\\nb\\n'.splitlines(true)", "['a\\n', 'b\\n']")]
    public void Evaluate_SplitMethod_CutsAsPython(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("text.startswith('Hello')", "True")]
    [InlineData("text.startswith(('x', 'H'))", "True")]
    [InlineData("text.endswith('d')", "True")]
    [InlineData("text.find('World')", "6")]
    [InlineData("text.find('x')", "-1")]
    [InlineData("text.rfind('l')", "9")]
    [InlineData("emoji.find('é')", "2")]
    [InlineData("'aaa'.count('aa')", "1")]
    [InlineData("'abc'.count('')", "4")]
    public void Evaluate_SearchMethod_FindsCodePoints(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("text.replace('l', 'L', 1)", "HeLlo World")]
    [InlineData("emoji.replace('', '-')", "-a-😀-é-")]
    [InlineData("', '.join(words)", "b, A, c")]
    public void Evaluate_ReplaceAndJoin_AreMethodsToo(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("'123'.isdigit(), '12a'.isdigit(), ''.isdigit()", "(True, False, False)")]
    [InlineData("'²'.isdecimal(), '²'.isdigit(), '½'.isdigit(), '½'.isnumeric()", "(False, True, False, True)")]
    [InlineData("'abc'.isalpha(), 'a1'.isalnum(), 'a b'.isalnum()", "(True, True, False)")]
    [InlineData("'abc'.islower(), 'ABC'.isupper(), '  '.isspace()", "(True, True, True)")]
    public void Evaluate_IsMethod_LooksAtEveryCharacter(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("text.startswith(['H'])", "*prefix*list*")]
    [InlineData("'a'.split('')", "*'sep'*not empty*")]
    [InlineData("','.join(list)", "*item 0 is of type int*")]
    [InlineData("text.index('x')", "*did not find*")]
    [InlineData("'a'.center(5, '')", "*'fillchar'*")]
    public void Evaluate_WrongArgument_Throws(string expression, string message)
    {
        var render = () => Jinja.Evaluate(expression);

        render.Should().Throw<ChatTemplateException>().WithMessage(message);
    }
}
