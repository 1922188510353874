namespace Microsoft.ML.Sav.Text.Tests.ChatTemplates.Builtins;

/// <summary>Expected values are those of Jinja2 3.1 in Python.</summary>
public class JsonFilterTests
{
    [Theory]
    [InlineData("table | tojson", "{\"a\": 1, \"B\": 2, \"c\": [1, {\"x\": \"y\"}]}")]
    [InlineData("messages[2] | tojson", "{\"role\": \"assistant\", \"content\": [{\"type\": \"text\", \"text\": \"T\"}, {\"type\": \"image\"}]}")]
    [InlineData("emoji | tojson", "\"a😀é\"")]
    [InlineData("emoji | tojson(ensure_ascii=true)", "\"a\\ud83d\\ude00\\u00e9\"")]
    [InlineData("table | tojson(sort_keys=true)", "{\"B\": 2, \"a\": 1, \"c\": [1, {\"x\": \"y\"}]}")]
    [InlineData("table | tojson(separators=(',', ':'))", "{\"a\":1,\"B\":2,\"c\":[1,{\"x\":\"y\"}]}")]
    [InlineData("[1.0, 1e20, 1e-7, yes, none, (1, 2)] | tojson", "[1.0, 1e+20, 1e-07, true, null, [1, 2]]")]
    [InlineData("{1: 2, yes: 3, 2.5: 4} | tojson", "{\"1\": 3, \"2.5\": 4}")]
    [InlineData("'\\x01\\x7f\\\"\\\\/<\\'>&\\n' | tojson", "\"\\u0001\u007f\\\"\\\\/<'>&\\n\"")]
    public void Evaluate_ToJson_PrintsAsPythonsJsonDumps(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("table | tojson(indent=2)", "{\n  \"a\": 1,\n  \"B\": 2,\n  \"c\": [\n    1,\n    {\n      \"x\": \"y\"\n    }\n  ]\n}")]
    [InlineData("[] | tojson(indent=2)", "[]")]
    [InlineData("{} | tojson(indent=2)", "{}")]
    [InlineData("[[], {}] | tojson(indent=1)", "[\n [],\n {}\n]")]
    [InlineData("[1] | tojson(indent=0)", "[\n1\n]")]
    [InlineData("[1] | tojson(indent='--')", "[\n--1\n]")]
    public void Evaluate_ToJsonWithIndent_PrintsLines(string expression, string expected) =>
        Jinja.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("missing | tojson", "*undefined*JSON*")]
    [InlineData("(list | select) | tojson", "*iterator*JSON*")]
    [InlineData("range | tojson", "*function*JSON*")]
    public void Evaluate_NoJson_Throws(string expression, string message)
    {
        var render = () => Jinja.Evaluate(expression);

        render.Should().Throw<ChatTemplateException>().WithMessage(message);
    }
}
