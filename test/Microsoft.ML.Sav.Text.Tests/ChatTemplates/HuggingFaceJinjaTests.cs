using System.Text.Json;
using Microsoft.ML.Sav.Text.ChatTemplates;

namespace Microsoft.ML.Sav.Text.Tests.ChatTemplates;

/// <summary>
/// Compares with @huggingface/jinja. It differs from Jinja2 for content that a template does not expect (it prints a list as JavaScript
/// does, and does not iterate over strings), so each template gets conversations of the form it expects.
/// </summary>
public sealed class HuggingFaceJinjaTests
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
        ["tools-as-types.jinja"] = [], // Raw blocks and some filters are not supported there.
    };

    [SkippableFact]
    public void Render_TemplatesOfTheFamilies_PrintsTheSame()
    {
        Skip.IfNot(NpmPackages.SkipReason is null, NpmPackages.SkipReason);
        FormsOfTemplates.Keys.Should().BeEquivalentTo(Conversations.TemplateNames);

        Compare(FormsOfTemplates.SelectMany(template =>
            CreateRequests(File.ReadAllText(Path.Combine(Conversations.Folder, template.Key)), template.Value)));
    }

    [SkippableFact]
    public void Render_TemplatesOfTokenizers_PrintsTheSame()
    {
        Skip.IfNot(NpmPackages.SkipReason is null, NpmPackages.SkipReason);
        var templates = NpmPackages.TokenizerFolders.Select(ReadTemplate).OfType<string>().ToList();

        templates.Should().NotBeEmpty();
        Compare(templates.SelectMany(template =>
            CreateRequests(template, template.Contains("'image'") ? ["text", "parts"] : ["text", "tools"])));
    }

    private static string? ReadTemplate(string folder)
    {
        var configuration = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "tokenizer_config.json"))).RootElement;
        return configuration.TryGetProperty("chat_template", out var template) ? template.GetString() : null;
    }

    private static IEnumerable<(string Template, Dictionary<string, object?> Context)> CreateRequests(string template, string[] forms) =>
        from conversation in Conversations.All
        where forms.Contains(conversation.GetProperty("form").GetString())
        from addGenerationPrompt in new[] { true, false }
        select (template, Conversations.Context(conversation, addGenerationPrompt));

    private static void Compare(IEnumerable<(string Template, Dictionary<string, object?> Context)> requests)
    {
        var all = requests.ToList();
        var expected = RenderWithHuggingFace(all);

        expected.Should().HaveSameCount(all).And.Contain(text => text != null);
        foreach (var ((template, context), text) in all.Zip(expected))
            Render(template, context).Should().Be(text, $"that is the result for {JsonSerializer.Serialize(context)} with {template}");
    }

    /// <summary>Renders templates; a null result is an error.</summary>
    private static List<string?> RenderWithHuggingFace(IEnumerable<(string Template, Dictionary<string, object?> Context)> requests)
    {
        var input = JsonSerializer.Serialize(requests.Select(request => new { template = request.Template, context = request.Context }));
        using var output = JsonDocument.Parse(NpmPackages.RunScript("ChatTemplates/render.mjs", input));
        return [.. output.RootElement.EnumerateArray().Select(result => result.TryGetProperty("text", out var text) ? text.GetString() : null)];
    }

    private static string? Render(string template, Dictionary<string, object?> context)
    {
        try
        {
            return ChatTemplate.Parse(template).Render(context);
        }
        catch (ChatTemplateException)
        {
            return null;
        }
    }
}
