namespace Microsoft.ML.Sav.Text.Tests.ChatTemplates.Builtins;

/// <summary>Expected values are those of Jinja2 3.1 in Python.</summary>
public class SortFilterTests
{
    [Theory]
    [InlineData("list | sort", "[1, 2, 3]")]
    [InlineData("words | sort", "['A', 'b', 'c']")]
    [InlineData("words | sort(case_sensitive=true)", "['A', 'b', 'c']")]
    [InlineData("words | sort(reverse=true)", "['c', 'b', 'A']")]
    [InlineData("['a', 'A', 'b'] | sort(reverse=true)", "['b', 'a', 'A']")]
    [InlineData("messages | sort(attribute='role') | map(attribute='role') | list", "['assistant', 'system', 'user']")]
    [InlineData("[{'a': 2, 'b': 1}, {'a': 1, 'b': 2}, {'a': 1, 'b': 1}] | sort(attribute='a,b')", "[{'a': 1, 'b': 1}, {'a': 1, 'b': 2}, {'a': 2, 'b': 1}]")]
    public void Evaluate_Sort_OrdersAndKeepsEqualOnes(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("table | dictsort", "[('a', 1), ('B', 2), ('c', [1, {'x': 'y'}])]")]
    [InlineData("table | dictsort(case_sensitive=true) | first", "('B', 2)")]
    [InlineData("{'b': 1, 'a': 2} | dictsort(by='value', reverse=true)", "[('a', 2), ('b', 1)]")]
    public void Evaluate_DictSort_OrdersPairs(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("[{'a': 2, 'b': 1}, {'a': 1, 'b': 2}, {'a': 2, 'b': 3}] | groupby('a') | list | length", "2")]
    [InlineData("[{'a': 2, 'b': 1}, {'a': 1, 'b': 2}] | groupby('a') | map(attribute=0) | list", "[1, 2]")]
    [InlineData("[{'a': 2, 'b': 1}, {'a': 2, 'b': 2}] | groupby('a') | map(attribute='1.1.b') | list", "[2]")]
    [InlineData("[{'a': 2, 'b': 1}, {'a': 1, 'b': 2}] | groupby('a') | map(attribute='grouper') | list", "[1, 2]")]
    [InlineData("([{'a': 2}, {'a': 2}] | groupby('a'))[0].list", "[{'a': 2}, {'a': 2}]")]
    [InlineData("([{'a': 2}] | groupby('a'))[0] | attr('grouper')", "2")]
    [InlineData("[{'a': 2}] | groupby('a')", "[(2, [{'a': 2}])]")]
    [InlineData("([{'a': 2}] | groupby('a'))[0] == (2, [{'a': 2}])", "True")]
    [InlineData("(([{'a': 2}] | groupby('a'))[0] + (3,)).grouper is defined", "False")]
    public void Evaluate_GroupBy_GathersItems(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("[1, 2, 1.0, yes] | unique | list", "[1, 2]")]
    [InlineData("['a', 'A', 'b'] | unique | list", "['a', 'b']")]
    [InlineData("['a', 'A', 'b'] | unique(true) | list", "['a', 'A', 'b']")]
    [InlineData("list | max", "3")]
    [InlineData("list | min", "1")]
    [InlineData("['b', 'A'] | min", "A")]
    [InlineData("[] | max is defined", "False")]
    [InlineData("messages | max(attribute='role') | tojson", "{\"role\": \"user\", \"content\": \"hi  \"}")]
    public void Evaluate_UniqueMinMax_CompareItems(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("['a', 1] | sort", "*no order*")]
    [InlineData("[none, 1] | sort", "*NoneType*")]
    [InlineData("[none, 1] | max", "*NoneType*")]
    [InlineData("[{}] | unique | list", "*cannot be the key*")]
    [InlineData("list | dictsort", "*dictionary*")]
    public void Evaluate_ItemsWithoutOrder_Throws(string expression, string message)
    {
        var render = () => Jinja.Evaluate(expression);

        render.Should().Throw<ChatTemplateException>().WithMessage(message);
    }
}
