using static Microsoft.ML.Sav.Lmm.Tests.Families.SmallFamily;

namespace Microsoft.ML.Sav.Lmm.Tests.Families.Gemma3;

/// <summary>transformers, processing_gemma3.py.</summary>
public class Gemma3FamilyTests
{
    private const string Config = """{"model_type": "gemma3", "image_token_index": 98, "boi_token_index": 99, "eoi_token_index": 100, "mm_tokens_per_image": 3}""";
    private static readonly string[] Tokens = ["<image_soft_token>", "<start_of_image>", "<end_of_image>"];

    [Fact]
    public void ExpandPlaceholders_Image_IsBetweenBeginAndEndInParagraphsOfItsOwn() =>
        Create(Config, Tokens).ExpandPlaceholders("user\n<start_of_image>What?", [Image(896, 896)])
            .Should().Be($"user\n\n\n<start_of_image>{"<image_soft_token>".Times(3)}<end_of_image>\n\nWhat?");

    [Fact]
    public void GetImagePlaceholder_TokensOfTheTokenizer_IsTheTokenThatBeginsAnImage() =>
        Create(Config, Tokens, tokenizer: """{"boi_token": "<start_of_image>", "eoi_token": "<end_of_image>"}""").GetImagePlaceholder(0).Should().Be("<start_of_image>");

    [Fact]
    public void Positions_Text_CountFromOne() =>
        Create(Config, Tokens).Positions([7, 8, 9], []).Should().ContainSingle().Which.Should().Equal(1, 2, 3);

    [Theory]
    [InlineData(98, 1)]
    [InlineData(7, 0)]
    public void TokenType_ImageToken_IsOne(int token, long expected) => Create(Config, Tokens).TokenType(token).Should().Be(expected);
}
