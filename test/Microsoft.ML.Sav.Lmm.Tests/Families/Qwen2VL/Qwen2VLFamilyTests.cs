using Microsoft.ML.Sav.Lmm.Families;
using Microsoft.ML.Sav.Lmm.ImageProcessing;
using static Microsoft.ML.Sav.Lmm.Tests.Families.SmallFamily;

namespace Microsoft.ML.Sav.Lmm.Tests.Families.Qwen2VL;

/// <summary>transformers, processing_qwen2_vl.py (grid.prod() // merge_size ** 2 tokens) and get_rope_index.</summary>
public class Qwen2VLFamilyTests
{
    private const int Text = 5;
    private const int Pad = FirstSpecialToken;

    public static TheoryData<string> ModelTypes => ["qwen2_vl", "qwen2_5_vl", "qwen3_vl"];

    [Theory, MemberData(nameof(ModelTypes))]
    public void ExpandPlaceholders_Grid_HasATokenPerSquareOfPatches(string modelType) =>
        Create(modelType).ExpandPlaceholders("<|image_pad|>.<|image_pad|>", [Grid(4, 6), Grid(2, 2)])
            .Should().Be($"{"<|image_pad|>".Times(6)}.<|image_pad|>");

    [Fact]
    public void Positions_TextOnly_AreTheSameOnThreeAxes() =>
        Create("qwen2_vl").Positions([Text, Text, Text], []).Should().BeEquivalentTo(Enumerable.Repeat(new long[] { 0, 1, 2 }, 3));

    // two tokens of text, an image of 2 x 3 features, a token, an image of one feature, a token
    [Fact]
    public void Positions_TwoImages_CountOverTheirGridsAndContinueFromTheLargest()
    {
        int[] ids = [Text, Text, Pad, Pad, Pad, Pad, Pad, Pad, Text, Pad, Text];

        var positions = Create("qwen2_vl").Positions(ids, [Grid(4, 6), Grid(2, 2)]);

        positions[0].Should().Equal(0, 1, 2, 2, 2, 2, 2, 2, 5, 6, 7);
        positions[1].Should().Equal(0, 1, 2, 2, 2, 3, 3, 3, 5, 6, 7);
        positions[2].Should().Equal(0, 1, 2, 3, 4, 2, 3, 4, 5, 6, 7);
    }

    private static ModelFamily Create(string modelType) =>
        SmallFamily.Create($$$"""{"model_type": "{{{modelType}}}", "image_token_id": {{{Pad}}}, "vision_config": {"spatial_merge_size": 2}}""", ["<|image_pad|>"]);

    private static ImageLayout Grid(int height, int width) => Image(height, width) with { Grid = new(height, width) };
}
