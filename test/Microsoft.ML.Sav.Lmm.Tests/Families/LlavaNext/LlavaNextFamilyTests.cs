using System.Text;
using Microsoft.ML.Sav.Lmm.Families;
using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Lmm.ImageProcessing;
using Microsoft.ML.Sav.Lmm.Tensors;
using static Microsoft.ML.Sav.Lmm.Tests.Families.SmallFamily;

namespace Microsoft.ML.Sav.Lmm.Tests.Families.LlavaNext;

/// <summary>
/// transformers, processing_llava_next.py and processing_llava_onevision.py, _get_number_of_features: the features of the global
/// image and of the tiles without padding, and one newline per row; OneVision shrinks grids that exceed its limit. If neither the encoder
/// nor the folder has the newlines, they are left out.
/// </summary>
public class LlavaNextFamilyTests
{
    private const string Next = """{"model_type": "llava_next", "image_token_index": 98, "vision_feature_select_strategy": "default", "vision_config": {"model_type": "clip_vision_model", "image_size": 336, "patch_size": 14}}""";
    private const string Onevision = """{"model_type": "llava_onevision", "image_token_index": 98, "vision_aspect_ratio": "anyres_max_9", "vision_feature_select_strategy": "full", "vision_config": {"model_type": "siglip_vision_model", "image_size": 384, "patch_size": 14}}""";
    private const string Tiny = """{"model_type": "llava_next", "image_token_index": 98, "vision_feature_select_strategy": "full", "vision_config": {"model_type": "siglip_vision_model", "image_size": 2, "patch_size": 1}}""";
    private static readonly string[] ArrangingEncoder = ["pixel_values", "image_sizes"];

    public static TheoryData<string, int, int, int, int, int> PublishedRules => new()
    {
        // 24 x 24 features per tile; 500 x 640 pixels into 2 x 2 tiles: 48 columns, rows 48 - 2 * ((48 - 37) / 2) = 38
        { Next, 500, 640, 2, 2, 576 + 38 * (48 + 1) },
        // 336 x 1008 fills its 1 x 3 tiles
        { Next, 336, 1008, 1, 3, 576 + 24 * (72 + 1) },
        // 27 x 27 features per tile; 800 x 600 into 3 x 2 tiles: 81 rows, columns 54, rows 81 - 2 * ((81 - 72) / 2) = 73
        { Onevision, 800, 600, 3, 2, 729 + 73 * (54 + 1) },
        // 2000 x 2000 into 6 x 6 tiles: 162 x 162 features are 36 tiles of at most 9: halved to 81 x 81
        { Onevision, 2000, 2000, 6, 6, 729 + 81 * (81 + 1) },
    };

    [Theory, MemberData(nameof(PublishedRules))]
    public void ExpandPlaceholders_EncoderThatArranges_CountsAsTransformersDoes(string config, int height, int width, int rows, int columns, int features) =>
        Count(Create(config, ["<image>"], visionInputs: ArrangingEncoder), Tiled(height, width, rows, columns)).Should().Be(features);

    [Fact]
    public void ExpandPlaceholders_ProcessorOfTransformers445_KnowsThatClipHasAClassToken() =>
        Count(Create(Next, ["<image>"], processor: """{"patch_size": 14, "vision_feature_select_strategy": "default"}"""), Tiled(336, 1008, 1, 3))
            .Should().Be(576 + 24 * 72);

    [Fact]
    public void ExpandPlaceholders_EncoderOfTiles_LeavesNewlinesOut() =>
        Count(Create(Next, ["<image>"]), Tiled(336, 1008, 1, 3)).Should().Be(576 + 24 * 72);

    [Fact]
    public void ArrangeFeatures_EncoderThatArranges_KeepsThem()
    {
        var family = Create(Tiny, ["<image>"], visionInputs: ArrangingEncoder);
        var packed = new FloatTensor([.. Enumerable.Range(0, 14)], [14, 1]); // 4 + 2 * (4 + 1)

        family.ArrangeFeatures(packed, [Tiled(2, 4, 1, 2)]).Values.Should().Equal(packed.Values);
    }

    // whole: 0 1 2 3; tiles 4 5 / 6 7 and 8 9 / 10 11 side by side
    [Fact]
    public void ArrangeFeatures_EncoderOfTiles_JoinsThemRowByRow()
    {
        var arranged = Create(Tiny, ["<image>"]).ArrangeFeatures(Crops(3), [Tiled(2, 4, 1, 2)]);

        arranged.Values.Should().Equal(0, 1, 2, 3, 4, 5, 8, 9, 6, 7, 10, 11);
        arranged.Shape.Should().Equal(12, 1);
    }

    [Fact]
    public void ArrangeFeatures_WithNewline_EndsRowsWithIt()
    {
        var family = Create(Tiny, ["<image>"], arrange: folder => WriteSingle(folder.File("image_newline.safetensors"), "image_newline", -1));

        family.ArrangeFeatures(Crops(3), [Tiled(2, 4, 1, 2)]).Values.Should().Equal(0, 1, 2, 3, 4, 5, 8, 9, -1, 6, 7, 10, 11, -1);
    }

    // 1 x 4 pixels in a canvas of 2 x 2 tiles: of 4 rows the image covers one, so that the padding is 1 above and 1 below
    [Fact]
    public void ArrangeFeatures_PaddedImage_LeavesPaddingOut()
    {
        var arranged = Create(Tiny, ["<image>"]).ArrangeFeatures(Crops(5), [Tiled(1, 4, 2, 2)]);

        arranged.Values.Should().Equal(0, 1, 2, 3, 6, 7, 10, 11, 12, 13, 16, 17);
    }

    private static void WriteSingle(string path, string name, float value)
    {
        var header = Encoding.UTF8.GetBytes($$$"""{"{{{name}}}":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""");
        File.WriteAllBytes(path, [.. BitConverter.GetBytes((long)header.Length), .. header, .. BitConverter.GetBytes(value)]);
    }

    private static int Count(ModelFamily family, ImageLayout image) => family.ExpandPlaceholders("<image>", [image]).Split("<image>").Length - 1;

    private static ImageLayout Tiled(int height, int width, int rows, int columns) =>
        new(new ImageSize(height, width), default) { TileRows = rows, TileColumns = columns, CropCount = 1 + rows * columns };

    // [crops, 2 * 2, 1], counting
    private static FloatTensor Crops(int count) => new([.. Enumerable.Range(0, count * 4)], [count, 4, 1]);
}
