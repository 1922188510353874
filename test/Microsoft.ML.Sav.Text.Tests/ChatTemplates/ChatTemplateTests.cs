using Microsoft.ML.Sav.Text.ChatTemplates;

namespace Microsoft.ML.Sav.Text.Tests.ChatTemplates;

public class ChatTemplateTests
{
    private static readonly ChatMessage Question = new("user", [new ChatContent.Image(), new ChatContent.Text("Why?")]);

    [Fact]
    public void Render_Parts_AreSeenAsListOfDictionaries() =>
        ChatTemplate.Parse("{{ messages }}").Render([Question], addGenerationPrompt: true)
            .Should().Be("[{'role': 'user', 'content': [{'type': 'image'}, {'type': 'text', 'text': 'Why?'}]}]");

    [Fact]
    public void Render_PlainText_IsSeenAsString() =>
        ChatTemplate.Parse("{{ messages[0]['content'] + '!' }}").Render([new ChatMessage("user", "Why?")], addGenerationPrompt: true)
            .Should().Be("Why?!");

    [Fact]
    public void Render_PlainTextReplacedByParts_IsSeenAsList()
    {
        var message = new ChatMessage("user", "Why?") with { Content = [new ChatContent.Image()] };

        ChatTemplate.Parse("{{ messages[0].content }}").Render([message], addGenerationPrompt: true).Should().Be("[{'type': 'image'}]");
    }

    [Theory]
    [InlineData(true, "True")]
    [InlineData(false, "False")]
    public void Render_AddGenerationPrompt_IsAVariable(bool addGenerationPrompt, string expected) =>
        ChatTemplate.Parse("{{ add_generation_prompt }}").Render([Question], addGenerationPrompt).Should().Be(expected);

    [Fact]
    public void Render_ToolsAndDocuments_AreNone() =>
        ChatTemplate.Parse("{{ tools is none }} {{ documents is none }}").Render([], addGenerationPrompt: false).Should().Be("True True");

    [Fact]
    public void Parse_Variables_AreAvailableInTheTemplate()
    {
        var variables = new Dictionary<string, object?>
        {
            ["i"] = 1L,
            ["f"] = 0.5,
            ["d"] = new Dictionary<string, object?> { ["k"] = new List<object?> { null, true, "s" } },
        };

        ChatTemplate.Parse("{{ i }} {{ f }} {{ d }}", variables).Render([], addGenerationPrompt: false)
            .Should().Be("1 0.5 {'k': [None, True, 's']}");
    }

    [Fact]
    public void Render_VariableOfAnotherType_Throws()
    {
        var template = ChatTemplate.Parse("", new Dictionary<string, object?> { ["x"] = new Version() });

        FluentActions.Invoking(() => template.Render([], false)).Should().Throw<ArgumentException>().WithMessage("*Version*");
    }

    [Fact]
    public void Render_TemplateRaisesException_ThrowsWithItsMessage()
    {
        var render = () => ChatTemplate.Parse("{{ raise_exception('Roles must ' ~ 'alternate') }}").Render([], false);

        render.Should().Throw<ChatTemplateException>().WithMessage("*'Roles must alternate'*").Which.Line.Should().Be(1);
    }

    [Fact]
    public void Render_RuntimeError_NamesTheLineAndTheReason()
    {
        var render = () => ChatTemplate.Parse("a\n{% if true %}\n  {{ message.role }}\n{% endif %}").Render([], false);

        render.Should().Throw<ChatTemplateException>().WithMessage("*line 3*'message' is undefined*").Which.Line.Should().Be(3);
    }

    [Fact]
    public void Parse_SyntaxError_NamesTheLine()
    {
        var parse = () => ChatTemplate.Parse("a\n{{ 1 + }}");

        parse.Should().Throw<ChatTemplateException>().Which.Line.Should().Be(2);
    }

    [Fact]
    public void Render_ManyThreads_PrintTheSame()
    {
        var template = ChatTemplate.Parse("{% set ns = namespace(n=0) %}{% for i in range(100) %}{% set ns.n = ns.n + i %}{% endfor %}{{ ns.n }}");

        var printed = Enumerable.Range(0, 100).AsParallel().Select(_ => template.Render([Question], false)).Distinct();

        printed.Should().Equal("4950");
    }
}
