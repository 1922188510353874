using static Microsoft.ML.Sav.Lmm.Tests.Families.SmallFamily;

namespace Microsoft.ML.Sav.Lmm.Tests.Families.PaliGemma;

/// <summary>transformers, processing_paligemma.py.</summary>
public class PaliGemmaFamilyTests
{
    private const string Config = """{"model_type": "paligemma", "image_token_index": 98, "vision_config": {"num_image_tokens": 2}}""";
    private static readonly string[] Tokens = ["<image>", "<bos>"];

    [Fact]
    public void ExpandPlaceholders_TwoImages_ArePutBeforeTheFirstToken()
    {
        var family = Create(Config, Tokens, tokenizer: """{"bos_token": "<bos>"}""");

        family.ExpandPlaceholders(family.RenderWithoutTemplate("answer en What?", 2)!, [Image(224, 224), Image(224, 224)])
            .Should().Be($"{"<image>".Times(4)}<bos>answer en What?\n");
    }

    [Fact]
    public void Tokenize_FirstTokenInTheText_IsNotRepeated()
    {
        var family = Create(Config, Tokens, preprocessor: """{"image_seq_length": 1}""");

        family.Tokenize("<image><bos>!", addSpecialTokens: true).Should().Equal(98, 99, 1);
    }

    [Fact]
    public void Positions_Text_CountFromOne() => Create(Config, Tokens).Positions([7, 8], []).Should().ContainSingle().Which.Should().Equal(1, 2);

    [Fact]
    public void TokenType_ImageToken_IsPrefix() => Create(Config, Tokens).TokenType(98).Should().Be(0);
}
