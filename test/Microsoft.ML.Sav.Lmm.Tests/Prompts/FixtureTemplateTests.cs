using System.Text.Json;
using Microsoft.ML.Sav.Lmm.Configuration;
using Microsoft.ML.Sav.Lmm.Folders;
using Microsoft.ML.Sav.Text.ChatTemplates;

namespace Microsoft.ML.Sav.Lmm.Tests.Prompts;

/// <summary>The templates of the model folders, against the prompts that Hugging Face's processors made.</summary>
public class FixtureTemplateTests
{
    public static TheoryData<string> Families => ["llama_text", "llava", "qwen2_vl", "smolvlm", "smollm2-135m-vision"];

    [Theory]
    [MemberData(nameof(Families))]
    public void Render_ImagesAndQuestion_PrintsTheGoldenPrompt(string family)
    {
        var template = ChatTemplateFile.Read(new ConfigurationFiles(family == "smollm2-135m-vision" ? Repository.EmbeddedLmm : Repository.Fixture(family)));
        var cases = JsonDocument.Parse(File.ReadAllText(Repository.Fixture(family, "golden.json"))).RootElement.GetProperty("cases");

        cases.GetArrayLength().Should().BePositive();
        foreach (var golden in cases.EnumerateArray())
        {
            var images = golden.GetProperty("images").EnumerateArray().Select(ChatContent (_) => new ChatContent.Image());
            var message = new ChatMessage("user", [.. images, new ChatContent.Text(golden.GetProperty("question").GetString()!)]);
            template!.Render([message], addGenerationPrompt: true).Should().Be(golden.GetProperty("rendered").GetString());
        }
    }

    [Fact]
    public void Render_PlainTextForATextOnlyModel_PrintsTheGoldenPrompt()
    {
        var template = ChatTemplateFile.Read(new ConfigurationFiles(Repository.Fixture("llama_text")))!;

        template.Render([new ChatMessage("user", "What is in the image?")], addGenerationPrompt: true)
            .Should().Be("<|im_start|>user\nWhat is in the image?<|im_end|>\n<|im_start|>assistant\n");
    }
}
