using Microsoft.ML.Sav.Images;
using static Microsoft.ML.Sav.Lmm.Tests.Families.SmallFamily;

namespace Microsoft.ML.Sav.Lmm.Tests.Families;

/// <summary>transformers, processing_internvl.py, processing_pixtral.py, processing_lfm2_vl.py.</summary>
public class TiledFamilyTests
{
    private const string Lfm2 = """{"model_type": "lfm2_vl", "image_token_id": 98}""";
    private const string Lfm2Processor = """{"encoder_patch_size": 16, "downsample_factor": 2, "tile_size": 64}""";
    private const string Mistral3 = """{"model_type": "mistral3", "image_token_index": 98}""";

    [Fact]
    public void ExpandPlaceholders_InternVL_HasAsManyTokensForEveryTile() =>
        Create("""{"model_type": "internvl", "image_token_id": 98, "image_seq_length": 2}""", ["<IMG_CONTEXT>"])
            .ExpandPlaceholders("<IMG_CONTEXT>\nWhat?", [Image(448, 448) with { Views = 3 }])
            .Should().Be($"<img>{"<IMG_CONTEXT>".Times(6)}</img>\nWhat?");

    [Fact]
    public void ExpandPlaceholders_Pixtral_BreaksRowsAndEndsTheLast() =>
        Create(Mistral3, ["[IMG]"]).ExpandPlaceholders("[IMG]What?", [Image(56, 84) with { Grid = new(1, 2, 3) }])
            .Should().Be("[IMG][IMG][IMG][IMG_BREAK][IMG][IMG][IMG][IMG_END]What?");

    [Fact]
    public void ExpandPlaceholders_LlavaWithPixtralEncoder_IsPixtral() =>
        Create("""{"model_type": "llava", "image_token_index": 98, "vision_config": {"model_type": "pixtral"}}""", ["[IMG]"])
            .ExpandPlaceholders("[IMG]", [Image(16, 16) with { Grid = new(1, 1, 1) }]).Should().Be("[IMG][IMG_END]");

    // patches 4 x 6, two by two: 2 x 3 tokens
    [Fact]
    public void ExpandPlaceholders_Lfm2SmallImage_StandsBetweenStartAndEnd() =>
        Create(Lfm2, ["<image>"], Lfm2Processor).ExpandPlaceholders("<image>!", [Image(64, 96)])
            .Should().Be($"<|image_start|>{"<image>".Times(6)}<|image_end|>!");

    // a tile has 4 x 4 patches, 2 x 2 tokens; the thumbnail 3 x 3 patches, 2 x 2 tokens because a started square counts
    [Fact]
    public void ExpandPlaceholders_Lfm2Tiles_AreFollowedByTheThumbnail()
    {
        var image = Image(64, 128) with { Resized = new ImageSize(48, 48), TileRows = 1, TileColumns = 2, Views = 3 };

        Create(Lfm2, ["<image>"], Lfm2Processor).ExpandPlaceholders("<image>", [image]).Should().Be(
            $"<|image_start|><|img_row_1_col_1|>{"<image>".Times(4)}<|img_row_1_col_2|>{"<image>".Times(4)}<|img_thumbnail|>{"<image>".Times(4)}<|image_end|>");
    }
}
