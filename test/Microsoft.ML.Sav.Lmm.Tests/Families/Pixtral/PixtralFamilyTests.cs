using static Microsoft.ML.Sav.Lmm.Tests.Families.SmallFamily;

namespace Microsoft.ML.Sav.Lmm.Tests.Families.Pixtral;

/// <summary>transformers, processing_pixtral.py.</summary>
public class PixtralFamilyTests
{
    [Fact]
    public void ExpandPlaceholders_TwoRows_EndWithBreakAndEnd() =>
        Create("""{"model_type": "mistral3", "image_token_index": 98}""", ["[IMG]"])
            .ExpandPlaceholders("[IMG]What?", [Image(56, 84) with { Grid = new(2, 3) }])
            .Should().Be("[IMG][IMG][IMG][IMG_BREAK][IMG][IMG][IMG][IMG_END]What?");

    [Fact]
    public void ExpandPlaceholders_LlavaWithPixtralEncoder_IsPixtral() =>
        Create("""{"model_type": "llava", "image_token_index": 98, "vision_config": {"model_type": "pixtral"}}""", ["[IMG]"])
            .ExpandPlaceholders("[IMG]", [Image(16, 16) with { Grid = new(1, 1) }]).Should().Be("[IMG][IMG_END]");
}
