namespace Microsoft.ML.Sav.Text.Tests.ChatTemplates.Builtins;

/// <summary>Expected values are those of Jinja2 3.1 in Python.</summary>
public class CollectionMethodTests
{
    [Theory]
    [InlineData("table.get('a')", "1")]
    [InlineData("table.get('x')", "None")]
    [InlineData("table.get('x', 5)", "5")]
    [InlineData("table.items() | list", "[('a', 1), ('B', 2), ('c', [1, {'x': 'y'}])]")]
    [InlineData("table.keys() | list", "['a', 'B', 'c']")]
    [InlineData("table.values() | list", "[1, 2, [1, {'x': 'y'}]]")]
    [InlineData("{'items': 5}.items() | list", "[('items', 5)]")]
    public void Evaluate_DictMethod_ReadsTheDict(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("list.index(1)", "1")]
    [InlineData("list.count(1)", "1")]
    [InlineData("(1, 2, 1).count(1)", "2")]
    public void Evaluate_ListMethod_ReadsTheList(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("list.append(4)", "*append*")]
    [InlineData("table.update({})", "*update*")]
    [InlineData("list.index(9)", "*index*")]
    public void Evaluate_MethodThatChanges_DoesNotExist(string expression, string message)
    {
        var render = () => Jinja.Evaluate(expression);

        render.Should().Throw<ChatTemplateException>().WithMessage(message);
    }
}
