using System.Text.Json;
using Microsoft.ML.Sav.Text.ChatTemplates;

namespace Microsoft.ML.Sav.Text.Tests.ChatTemplates;

/// <summary>
/// Compares with @huggingface/jinja where Node is present. It departs from Jinja2 where a template is given content that it was not
/// written for (it prints JavaScript's text of a list, or refuses to loop over a string), so each template gets its own kind.
/// </summary>
public class HuggingFaceJinjaTests(HuggingFaceJinja jinja) : IClassFixture<HuggingFaceJinja>
{
    private static readonly Dictionary<string, string[]> FormsOfTemplates = new()
    {
        ["gemma3.jinja"] = ["text", "parts"],
        ["internvl.jinja"] = ["text", "parts"],
        ["lfm2-vl.jinja"] = ["text", "parts", "tools"],
        ["llama-3.2-vision.jinja"] = ["parts"],
        ["llava-next-mistral.jinja"] = ["parts"],
        ["llava-onevision.jinja"] = ["parts"],
        ["llava-vicuna.jinja"] = ["parts"],
        ["paligemma.jinja"] = ["parts"],
        ["phi-3.5-vision.jinja"] = ["text", "tools"],
        ["pixtral.jinja"] = ["text", "parts", "tools"],
        ["qwen2-vl.jinja"] = ["text", "parts", "tools"],
        ["qwen3-vl.jinja"] = ["text", "parts", "tools"],
        ["smolvlm.jinja"] = ["parts"],
        ["tools-as-types.jinja"] = [], // raw blocks and some filters are unknown there
    };

    [SkippableFact]
    public void Render_TemplatesOfTheFamilies_PrintsTheSame()
    {
        Skip.If(jinja.WhyAbsent is not null, jinja.WhyAbsent);
        FormsOfTemplates.Keys.Should().BeEquivalentTo(Conversations.TemplateNames);

        Compare(FormsOfTemplates.SelectMany(template =>
            Requests(File.ReadAllText(Path.Combine(Conversations.Folder, template.Key)), template.Value)));
    }

    [SkippableFact]
    public void Render_TemplatesOfTokenizers_PrintsTheSame()
    {
        Skip.If(jinja.WhyAbsent is not null, jinja.WhyAbsent);
        var templates = jinja.TokenizerFolders.Select(TemplateOf).OfType<string>().ToList();

        templates.Should().NotBeEmpty();
        Compare(templates.SelectMany(template =>
            Requests(template, template.Contains("'image'") ? ["text", "parts"] : ["text", "tools"])));
    }

    private static string? TemplateOf(string folder)
    {
        var configuration = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "tokenizer_config.json"))).RootElement;
        return configuration.TryGetProperty("chat_template", out var template) ? template.GetString() : null;
    }

    private static IEnumerable<(string Template, Dictionary<string, object?> Context)> Requests(string template, string[] forms) =>
        from conversation in Conversations.All
        where forms.Contains(conversation.GetProperty("form").GetString())
        from addGenerationPrompt in new[] { true, false }
        select (template, Conversations.Context(conversation, addGenerationPrompt));

    private void Compare(IEnumerable<(string Template, Dictionary<string, object?> Context)> requests)
    {
        var all = requests.ToList();
        foreach (var ((template, context), expected) in all.Zip(jinja.Render(all)))
            Render(template, context).Should().Be(expected, $"that is the result for {JsonSerializer.Serialize(context)} with {template}");
    }

    private static string? Render(string template, Dictionary<string, object?> context)
    {
        try
        {
            return ChatTemplate.Parse(template).Render(context);
        }
        catch (Exception exception) when (exception is InvalidDataException or ChatTemplateException)
        {
            return null;
        }
    }
}
