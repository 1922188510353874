using static Microsoft.ML.Sav.Lmm.Tests.Families.SmallFamily;

namespace Microsoft.ML.Sav.Lmm.Tests.Families.Llava;

/// <summary>transformers, processing_llava.py: (height // patch) * (width // patch) + num_additional_image_tokens, minus 1 for strategy "default".</summary>
public class LlavaFamilyTests
{
    private const string Clip = """{"model_type": "llava", "image_token_index": 98, "vision_config": {"model_type": "clip_vision_model", "patch_size": 14}, "vision_feature_select_strategy": "default"}""";
    private const string Siglip = """{"model_type": "llava", "image_token_index": 98, "vision_config": {"model_type": "siglip_vision_model", "patch_size": 14}, "vision_feature_select_strategy": "full"}""";
    private const string FastVlm = """{"model_type": "llava_qwen2", "image_token_index": 98}""";

    [Theory]
    [InlineData(Clip, """{"patch_size": 14, "num_additional_image_tokens": 1, "vision_feature_select_strategy": "default"}""", 336, 576)] // LLaVA 1.5
    [InlineData(Clip, """{"patch_size": 14, "vision_feature_select_strategy": "default"}""", 336, 576)] // of transformers 4.45
    [InlineData(Clip, null, 336, 576)] // LLaVA 1.5 from before processor_config.json
    [InlineData(Clip, """{"processor_class": "LlavaProcessor"}""", 336, 576)]
    [InlineData(Siglip, """{"patch_size": 14, "vision_feature_select_strategy": "full"}""", 384, 729)] // LLaVA-Interleave
    [InlineData(Siglip, null, 384, 729)]
    [InlineData(FastVlm, """{"patch_size": 64}""", 1024, 256)]
    [InlineData(FastVlm, """{"patch_size": 64, "num_additional_image_tokens": 0, "vision_feature_select_strategy": "default"}""", 1024, 256)]
    public void ExpandPlaceholders_PublishedSettings_HasATokenPerFeature(string config, string? processor, int side, int features)
    {
        var family = Create(config, ["<image>"], processor: processor);

        family.ExpandPlaceholders("USER: <image>\nWhat? ", [Image(side, side)]).Should().Be($"USER: {"<image>".Times(features)}\nWhat? ");
    }

    [Theory]
    [InlineData("none")]
    [InlineData("<image><image>")]
    public void ExpandPlaceholders_OtherNumberOfPlaceholders_Throws(string rendered)
    {
        var family = Create(Siglip, ["<image>"]);

        family.Invoking(it => it.ExpandPlaceholders(rendered, [Image(384, 384)])).Should().Throw<PromptException>()
            .WithMessage("*image placeholders '<image>' for 1 images*");
    }

    [Fact]
    public void Create_ImageTokenThatTheTokenizerLacks_ThrowsWithItsKeyAndId() =>
        FluentActions.Invoking(() => Create(Siglip.Replace("98", "4711"), ["<image>"])).Should().Throw<ModelFolderException>()
            .WithMessage("*config.json*image_token_index*4711*");
}
