namespace Microsoft.ML.Sav.Text.Tests.ChatTemplates.Builtins;

/// <summary>Expected values are those of Jinja2 3.1 in Python.</summary>
public class OperatorTests
{
    [Theory]
    [InlineData("1 + 1", "2")]
    [InlineData("7 / 2", "3.5")]
    [InlineData("4 / 2", "2.0")]
    [InlineData("7 // 2", "3")]
    [InlineData("-7 // 2", "-4")]
    [InlineData("-7 % 3", "2")]
    [InlineData("7 % -3", "-2")]
    [InlineData("-7.5 % 2", "0.5")]
    [InlineData("2 ** 10", "1024")]
    [InlineData("2 ** -1", "0.5")]
    [InlineData("2 ** 0.5", "1.4142135623730951")]
    [InlineData("yes + 1", "2")]
    [InlineData("0.1 + 0.2", "0.30000000000000004")]
    [InlineData("text * 2", "Hello WorldHello World")]
    [InlineData("2 * list", "[3, 1, 2, 3, 1, 2]")]
    [InlineData("list + [4]", "[3, 1, 2, 4]")]
    [InlineData("(1, 2) + (3,)", "(1, 2, 3)")]
    [InlineData("text + '!'", "Hello World!")]
    public void Evaluate_Arithmetic_IsPythons(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("2 ** 3 ** 2", "64")]
    [InlineData("-2 ** 2", "4")]
    [InlineData("2 * 3 ** 2", "18")]
    [InlineData("1 - -1", "2")]
    [InlineData("not text == 'x'", "True")]
    [InlineData("not no or yes", "True")]
    [InlineData("list | length + 1", "4")]
    [InlineData("list | length > 2 and n == 3", "True")]
    [InlineData("-n | abs", "3")]
    [InlineData("text | upper | lower", "hello world")]
    [InlineData("(text | upper)[0]", "H")]
    public void Evaluate_Precedence_IsJinjas(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("yes and 0", "0")]
    [InlineData("no or 'x'", "x")]
    [InlineData("empty or n", "3")]
    [InlineData("list and table", "{'a': 1, 'B': 2, 'c': [1, {'x': 'y'}]}")]
    [InlineData("[] or {}", "{}")]
    [InlineData("missing or 'x'", "x")]
    [InlineData("not missing", "True")]
    public void Evaluate_Logic_ReturnsTheDecidingOperand(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("1 < 2 < 3", "True")]
    [InlineData("1 < 3 < 2", "False")]
    [InlineData("1 == 1.0 == yes", "True")]
    [InlineData("'a' < 'b'", "True")]
    [InlineData("'abc' > 'ABD'", "True")]
    [InlineData("[1, 2] < [1, 3]", "True")]
    [InlineData("[1] == (1,)", "False")]
    [InlineData("table == {'B': 2, 'a': 1, 'c': [1, {'x': 'y'}]}", "True")]
    [InlineData("missing == other_missing", "True")]
    [InlineData("missing == none", "False")]
    public void Evaluate_Comparison_IsPythons(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("'lo' in text", "True")]
    [InlineData("'x' not in text", "True")]
    [InlineData("1 in list", "True")]
    [InlineData("'a' in table", "True")]
    [InlineData("none in list", "False")]
    [InlineData("1 in missing", "False")]
    public void Evaluate_Membership_IsPythons(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("5 if yes", "5")]
    [InlineData("5 if no", "")]
    [InlineData("5 if no else 6", "6")]
    [InlineData("1 if no else 2 if no else 3", "3")]
    [InlineData("(5 if no) is defined", "False")]
    [InlineData("'a' ~ ('b' if no)", "a")]
    public void Evaluate_InlineIf_ChoosesAndIsUndefinedWithoutElse(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("text ~ 1 ~ none ~ yes ~ missing ~ 1.0", "Hello World1NoneTrue1.0")]
    public void Evaluate_Concatenation_PrintsEachPart(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("text + 1", "*str and int*")]
    [InlineData("text + none_value", "*str and NoneType*")]
    [InlineData("list + (1,)", "*list and tuple*")]
    [InlineData("-text", "*str*sign*")]
    [InlineData("missing + 1", "*'missing' is undefined*")]
    [InlineData("missing < 1", "*'missing' is undefined*")]
    [InlineData("1 < 'a'", "*int and str*no order*")]
    [InlineData("1 in 5", "*int*")]
    [InlineData("none_value in text", "*NoneType*")]
    [InlineData("1 in none_value", "*NoneType*")]
    [InlineData("1 / 0", "*division by zero*")]
    [InlineData("1 // 0", "*division by zero*")]
    [InlineData("1 % 0", "*division by zero*")]
    public void Evaluate_OperandsOfWrongType_Throws(string expression, string message)
    {
        var render = () => Jinja.Evaluate(expression);

        render.Should().Throw<ChatTemplateException>().WithMessage(message);
    }
}
