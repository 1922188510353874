using static Microsoft.ML.Sav.Lmm.Tests.Families.SmallFamily;

namespace Microsoft.ML.Sav.Lmm.Tests.Families.Idefics3;

/// <summary>transformers, processing_idefics3.py, get_image_prompt_string.</summary>
public class Idefics3FamilyTests
{
    private const string Config = """{"model_type": "idefics3", "image_token_id": 98, "scale_factor": 2, "vision_config": {"image_size": 16, "patch_size": 4}}""";
    private static readonly string[] Tokens = ["<image>", "<fake_token_around_image>"];

    [Fact]
    public void ExpandPlaceholders_SmallImage_IsTheGlobalImage() =>
        Create(Config, Tokens, processor: """{"image_seq_len": 2}""").ExpandPlaceholders("a<image>b", [Image(16, 16)])
            .Should().Be("a<fake_token_around_image><global-img><image><image><fake_token_around_image>b");

    [Fact]
    public void ExpandPlaceholders_TiledImage_NamesRowAndColumnOfEachTile() =>
        Create(Config, Tokens, processor: """{"image_seq_len": 1}""")
            .ExpandPlaceholders("<image>", [Image(16, 32) with { TileRows = 2, TileColumns = 2, CropCount = 5 }])
            .Should().Be(
                "<fake_token_around_image><row_1_col_1><image><fake_token_around_image><row_1_col_2><image>\n" +
                "<fake_token_around_image><row_2_col_1><image><fake_token_around_image><row_2_col_2><image>\n" +
                "\n<fake_token_around_image><global-img><image><fake_token_around_image>");

    [Fact]
    public void ExpandPlaceholders_WithoutProcessorSettings_CountsPatchesOverTheSquareOfTheScale() =>
        Create(Config, Tokens).ExpandPlaceholders("<image>", [Image(16, 16)]).Split("<image>").Should().HaveCount(1 + 4 * 4 / (2 * 2));

    [Theory]
    [InlineData("2147483647")]
    [InlineData("-1")]
    public void Create_ImpossibleNumberOfTokens_NamesIt(string count) =>
        FluentActions.Invoking(() => Create(Config, Tokens, processor: $$"""{"image_seq_len": {{count}}}"""))
            .Should().Throw<ModelFolderException>().WithMessage($"*config.json*{count} tokens '<image>'*");
}
