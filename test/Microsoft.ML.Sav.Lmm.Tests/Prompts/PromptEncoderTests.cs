using Microsoft.ML.Sav.Text.ChatTemplates;
using Microsoft.ML.Sav.Lmm.Configuration;
using Microsoft.ML.Sav.Lmm.Families;
using Microsoft.ML.Sav.Lmm.Families.Text;
using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Lmm.Prompts;
using Microsoft.ML.Sav.Lmm.Tests.Families;

namespace Microsoft.ML.Sav.Lmm.Tests.Prompts;

public class PromptEncoderTests
{
    private const string Llama = """{"model_type": "llama"}""";
    private const string Llava = """{"model_type": "llava", "image_token_index": 98, "vision_config": {"patch_size": 8}}""";
    private const string Phi = """{"model_type": "phi3_v"}""";
    private const string PaliGemma = """{"model_type": "paligemma", "image_token_index": 98, "vision_config": {"num_image_tokens": 2}}""";
    private static readonly Prompt TwoImages = new("What?", [Pixel(), Pixel()]);

    [Fact]
    public void Render_TemplateOfLists_GetsImagesAndText() =>
        Create(Llava, "{% for part in messages[0].content %}{% if part.type == 'image' %}<image>{% else %}[{{ part.text }}]{% endif %}{% endfor %}")
            .Render(TwoImages).Should().Be("<image><image>[What?]");

    [Theory]
    [InlineData("{{ messages[0].content }}")]
    [InlineData("{{ 'user: ' + messages[0].content }}")]
    [InlineData("{% if messages[0].content is not string %}{{ raise_exception('text, please') }}{% endif %}{{ messages[0].content }}")]
    public void Render_TemplateOfStrings_GetsPlaceholdersForImages(string template)
    {
        Create(Llava, template).Render(TwoImages).Should().EndWith("<image>\n<image>\nWhat?");
        Create(Phi, template).Render(TwoImages).Should().EndWith("<|image_1|>\n<|image_2|>\nWhat?");
    }

    [Theory]
    [InlineData("{{ messages[0].content }}", "What?")]
    [InlineData("{{ messages[0].content[0].text }}", "What?")]
    [InlineData("{% if messages[0].content is string %}text: {{ messages[0].content }}{% else %}{{ messages[0].content[0].text }}{% endif %}", "text: What?")]
    public void Render_TextOnlyModel_GivesTheTemplateAStringIfItTakesOne(string template, string expected)
    {
        using var folder = new TemporaryFolder().Write("config.json", """{"model_type": "llama"}""");
        var family = new TextFamily(new FamilyContext(new ModelConfiguration(new ConfigurationFiles(folder.Path)), SmallFamily.TokenizerWith(), () => []));

        new PromptEncoder("some folder", family, ChatTemplate.Parse(template), imageProcessor: null).Render(new Prompt("What?", [])).Should().Be(expected);
    }

    [Fact]
    public void Render_NoTemplate_IsTheFamilysPrompt() => Create(PaliGemma, template: null).Render(TwoImages).Should().Be("<image><image>What?");

    [Theory]
    [InlineData(Llama, "{{ messages[0].content }}", "a")]
    [InlineData(Llama, "{{ bos_token }}{{ messages[0].content }}", "<s>a")]
    [InlineData(Llama, null, "<s>a")]
    [InlineData(Llava, "{{ messages[0].content }}", "<s>a")]
    [InlineData(Llava, "{{ bos_token }}{{ messages[0].content }}", "<s>a")]
    public void Tokenize_TokenizerWithSpecialTokens_AddsThemAsTransformersDoes(string config, string? template, string expected)
    {
        using var folder = new TemporaryFolder().Write("config.json", config);
        var configuration = new ModelConfiguration(new ConfigurationFiles(folder.Path));
        var tokenizer = SmallFamily.TokenizerThatBeginsWith("<image>", "<s>");
        var family = ModelFamilies.Find(configuration, takesImages: config == Llava).Create(new FamilyContext(configuration, tokenizer, () => []));
        var chatTemplate = template is null ? null : ChatTemplate.Parse(template, new Dictionary<string, object?> { ["bos_token"] = "<s>" });

        var prompts = new PromptEncoder("some folder", family, chatTemplate, imageProcessor: null);

        string.Concat(prompts.Tokenize(prompts.Render(new Prompt("a", []))).Select(tokenizer.IdToToken)).Should().Be(expected);
    }

    [Fact]
    public void Create_NoTemplateForAFamilyThatNeedsOne_Throws() =>
        FluentActions.Invoking(() => Create(Llava, template: null)).Should().Throw<ModelFolderException>().WithMessage("*some folder*chat template*");

    private static PromptEncoder Create(string config, string? template) =>
        new("some folder", SmallFamily.Create(config, ["<image>", "<bos>"]), template is null ? null : ChatTemplate.Parse(template), imageProcessor: null);

    private static ImageInput Pixel() => ImageInput.FromPixels(new RgbImage(1, 1, new byte[3]));
}
