namespace Microsoft.ML.Sav.Text.Tests.ChatTemplates.Builtins;

/// <summary>Expected values are those of Jinja2 3.1 in Python.</summary>
public class MemberTests
{
    [Theory]
    [InlineData("table.a", "1")]
    [InlineData("table['a']", "1")]
    [InlineData("table.c[1].x", "y")]
    [InlineData("table['c'][1]['x']", "y")]
    [InlineData("messages[0].role", "system")]
    [InlineData("messages[-1].content[0].text", "T")]
    [InlineData("list[0]", "3")]
    [InlineData("list[-1]", "2")]
    [InlineData("list.0", "3")]
    [InlineData("list[yes]", "1")]
    [InlineData("text[0]", "H")]
    [InlineData("text[-1]", "d")]
    [InlineData("emoji[1]", "😀")]
    [InlineData("namespace(a=1)['a']", "1")]
    [InlineData("{'items': 5}['items']", "5")]
    public void Evaluate_Member_IsFoundAsAttributeOrItem(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("table.missing is defined", "False")]
    [InlineData("list[5] is defined", "False")]
    [InlineData("text[100] is defined", "False")]
    [InlineData("list['x'] is defined", "False")]
    [InlineData("none_value.x is defined", "False")]
    [InlineData("missing is defined", "False")]
    [InlineData("text.__class__ is defined", "False")]
    [InlineData("list.append is defined and no", "False")]
    public void Evaluate_MissingMember_IsUndefined(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("text[1:3]", "el")]
    [InlineData("text[:-1]", "Hello Worl")]
    [InlineData("text[::2]", "HloWrd")]
    [InlineData("text[::-1]", "dlroW olleH")]
    [InlineData("emoji[::-1]", "é😀a")]
    [InlineData("emoji[:2]", "a😀")]
    [InlineData("list[1:]", "[1, 2]")]
    [InlineData("list[5:]", "[]")]
    [InlineData("list[-100:2]", "[3, 1]")]
    [InlineData("list[2:0:-1]", "[2, 1]")]
    [InlineData("list[:none]", "[3, 1, 2]")]
    [InlineData("(1, 2, 3)[::-1]", "(3, 2, 1)")]
    public void Evaluate_Slice_IsPythons(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("missing.x", "*'missing' is undefined*")]
    [InlineData("missing[0]", "*'missing' is undefined*")]
    [InlineData("table.x.y", "*dict has no attribute 'x'*")]
    [InlineData("text.foo()", "*str has no attribute 'foo'*")]
    [InlineData("missing[1:]", "*'missing' is undefined*")]
    [InlineData("n[1:]", "*int cannot be sliced*")]
    [InlineData("list[::0]", "*step*zero*")]
    [InlineData("list['a':]", "*integers*")]
    public void Evaluate_WrongMember_Throws(string expression, string message)
    {
        var render = () => Jinja.Evaluate(expression);

        render.Should().Throw<ChatTemplateException>().WithMessage(message);
    }
}
