using static Microsoft.ML.Sav.Lmm.Tests.Families.SmallFamily;

namespace Microsoft.ML.Sav.Lmm.Tests.Families;

/// <summary>transformers, processing_gemma3.py and processing_paligemma.py; positions of both count from 1.</summary>
public class GemmaFamilyTests
{
    private const string Gemma3 = """{"model_type": "gemma3", "image_token_index": 98, "boi_token_index": 99, "eoi_token_index": 100, "mm_tokens_per_image": 3}""";
    private const string PaliGemma = """{"model_type": "paligemma", "image_token_index": 98, "vision_config": {"num_image_tokens": 2}}""";
    private static readonly string[] Gemma3Tokens = ["<image_soft_token>", "<start_of_image>", "<end_of_image>"];
    private static readonly string[] PaliGemmaTokens = ["<image>", "<bos>"];

    [Fact]
    public void ExpandPlaceholders_Gemma3_StandsBetweenBeginAndEndInParagraphsOfItsOwn() =>
        Create(Gemma3, Gemma3Tokens).ExpandPlaceholders("user\n<start_of_image>What?", [Image(896, 896)])
            .Should().Be($"user\n\n\n<start_of_image>{"<image_soft_token>".Times(3)}<end_of_image>\n\nWhat?");

    [Fact]
    public void ImageMark_Gemma3_IsTheTokenThatBeginsAnImage() =>
        Create(Gemma3, Gemma3Tokens, tokenizer: """{"boi_token": "<start_of_image>", "eoi_token": "<end_of_image>"}""").ImageMark(0).Should().Be("<start_of_image>");

    [Fact]
    public void ExpandPlaceholders_PaliGemma_PutsImagesBeforeTheFirstToken()
    {
        var family = Create(PaliGemma, PaliGemmaTokens, tokenizer: """{"bos_token": "<bos>"}""");

        family.ExpandPlaceholders(family.PromptWithoutTemplate("answer en What?", 2)!, [Image(224, 224), Image(224, 224)])
            .Should().Be($"{"<image>".Times(4)}<bos>answer en What?\n");
    }

    [Fact]
    public void Tokenize_PaliGemma_DoesNotRepeatTheFirstToken()
    {
        var family = Create(PaliGemma, PaliGemmaTokens, preprocessor: """{"image_seq_length": 1}""");

        family.Tokenize("<image><bos>!", addSpecialTokens: true).Should().Equal(98, 99, 1);
    }

    [Fact]
    public void Positions_Gemmas_CountFromOne()
    {
        Create(Gemma3, Gemma3Tokens).Positions([7, 8, 9], []).Should().ContainSingle().Which.Should().Equal(1, 2, 3);
        Create(PaliGemma, PaliGemmaTokens).Positions([7, 8], []).Should().ContainSingle().Which.Should().Equal(1, 2);
    }

    [Fact]
    public void TokenType_ImageToken_IsOneInGemma3AndPrefixInPaliGemma()
    {
        Create(Gemma3, Gemma3Tokens).TokenType(98).Should().Be(1);
        Create(PaliGemma, PaliGemmaTokens).TokenType(98).Should().Be(0);
    }
}
