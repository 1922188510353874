using System.Text.Json;
using Microsoft.ML.Sav.Text.ChatTemplates;

namespace Microsoft.ML.Sav.Text.Tests.ChatTemplates;

/// <summary>Compares templates like those of the supported families with Jinja2 (Templates/render.py).</summary>
public class PublishedTemplateTests
{
    public static TheoryData<string> Templates => [.. Conversations.TemplateNames];

    [Theory]
    [MemberData(nameof(Templates))]
    public void Render_EveryConversation_PrintsWhatJinja2Prints(string template)
    {
        var parsed = ChatTemplate.Parse(File.ReadAllText(Path.Combine(Conversations.Folder, template)));
        var expected = Conversations.Read("rendered.json").Where(entry => entry.GetProperty("template").GetString() == template).ToList();

        Conversations.All.Should().NotBeEmpty();
        expected.Should().HaveCount(2 * Conversations.All.Count);
        foreach (var entry in expected)
        {
            var name = entry.GetProperty("conversation").GetString();
            var conversation = Conversations.All.Single(candidate => candidate.GetProperty("name").GetString() == name);
            var render = () => parsed.Render(Conversations.Context(conversation, entry.GetProperty("add_generation_prompt").GetBoolean()));
            Check(render, entry, $"that is Jinja2's result for '{name}'");
        }
    }

    private static void Check(Func<string> render, JsonElement expected, string because)
    {
        if (expected.TryGetProperty("text", out var text))
            render().Should().Be(text.GetString(), because);
        else
            render.Should().Throw<ChatTemplateException>(because);
    }
}
