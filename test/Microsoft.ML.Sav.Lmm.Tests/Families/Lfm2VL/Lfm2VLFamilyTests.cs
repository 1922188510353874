using Microsoft.ML.Sav.Images;
using static Microsoft.ML.Sav.Lmm.Tests.Families.SmallFamily;

namespace Microsoft.ML.Sav.Lmm.Tests.Families.Lfm2VL;

/// <summary>transformers, processing_lfm2_vl.py.</summary>
public class Lfm2VLFamilyTests
{
    private const string Config = """{"model_type": "lfm2_vl", "image_token_id": 98}""";
    private const string Processor = """{"encoder_patch_size": 16, "downsample_factor": 2, "tile_size": 64}""";

    // patches 4 x 6, two by two: 2 x 3 tokens
    [Fact]
    public void ExpandPlaceholders_SmallImage_IsBetweenStartAndEnd() =>
        Create(Config, ["<image>"], Processor).ExpandPlaceholders("<image>!", [Image(64, 96)])
            .Should().Be($"<|image_start|>{"<image>".Times(6)}<|image_end|>!");

    // a tile has 4 x 4 patches, 2 x 2 tokens; the thumbnail 3 x 3 patches, 2 x 2 tokens because incomplete squares count
    [Fact]
    public void ExpandPlaceholders_Tiles_AreFollowedByTheThumbnail()
    {
        var image = Image(64, 128) with { Resized = new ImageSize(48, 48), TileRows = 1, TileColumns = 2, CropCount = 3 };

        Create(Config, ["<image>"], Processor).ExpandPlaceholders("<image>", [image]).Should().Be(
            $"<|image_start|><|img_row_1_col_1|>{"<image>".Times(4)}<|img_row_1_col_2|>{"<image>".Times(4)}<|img_thumbnail|>{"<image>".Times(4)}<|image_end|>");
    }
}
