using static Microsoft.ML.Sav.Lmm.Tests.Families.SmallFamily;

namespace Microsoft.ML.Sav.Lmm.Tests.Families.InternVL;

/// <summary>transformers, processing_internvl.py.</summary>
public class InternVLFamilyTests
{
    [Fact]
    public void ExpandPlaceholders_ThreeCrops_HaveTheSameNumberOfTokensEach() =>
        Create("""{"model_type": "internvl", "image_token_id": 98, "image_seq_length": 2}""", ["<IMG_CONTEXT>"])
            .ExpandPlaceholders("<IMG_CONTEXT>\nWhat?", [Image(448, 448) with { CropCount = 3 }])
            .Should().Be($"<img>{"<IMG_CONTEXT>".Times(6)}</img>\nWhat?");
}
