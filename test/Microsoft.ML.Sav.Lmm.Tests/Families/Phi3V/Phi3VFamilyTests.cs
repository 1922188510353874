using Microsoft.ML.Sav.Lmm.Families;
using static Microsoft.ML.Sav.Lmm.Tests.Families.SmallFamily;

namespace Microsoft.ML.Sav.Lmm.Tests.Families.Phi3V;

/// <summary>
/// microsoft/Phi-3.5-vision-instruct, processing_phi3_v.py: an image of h x w pixels after padding has
/// (h // 336 * w // 336 + 1) * 144 + 1 + (h // 336 + 1) * 12 tokens, whose ids are the image's number, negative.
/// </summary>
public class Phi3VFamilyTests
{
    private readonly ModelFamily _family = Create("""{"model_type": "phi3_v"}""", ["<|user|>", "<|end|>"]);

    [Theory]
    [InlineData(336, 336, 313)]
    [InlineData(672, 672, 757)]
    [InlineData(336, 1344, 745)]
    public void ExpandPlaceholders_ImageOfTiles_RepeatsItsPlaceholder(int height, int width, int tokens) =>
        _family.ExpandPlaceholders("<|user|>\n<|image_1|>\nWhat?", [Image(height, width)]).Should().Be($"<|user|>\n{"<|image_1|>".Times(tokens)}\nWhat?");

    [Fact]
    public void Tokenize_TwoImages_GivesNegativeIds() =>
        _family.Tokenize("!<|image_1|><|image_1|>!<|image_2|>!", addSpecialTokens: true).Should().Equal(1, -1, -1, 1, -2, 1);

    [Fact]
    public void ExpandPlaceholders_DigitsOfAnotherScript_AreText() =>
        _family.ExpandPlaceholders("<|image_١|>", images: []).Should().Be("<|image_١|>");

    [Fact]
    public void Tokenize_DigitsOfAnotherScript_AreText() =>
        _family.Tokenize("<|image_١|>", addSpecialTokens: false).Should().NotBeEmpty().And.OnlyContain(id => id >= 0);

    [Fact]
    public void GetImagePlaceholder_SecondImage_HasItsNumber() => _family.GetImagePlaceholder(1).Should().Be("<|image_2|>");

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    public void IsImageToken_NegativeIds_Are(int id, bool expected) => _family.IsImageToken(id).Should().Be(expected);

    [Fact]
    public void ExpandPlaceholders_PlaceholdersOfOtherImages_Throws() =>
        _family.Invoking(family => family.ExpandPlaceholders("<|image_2|>", [Image(336, 336)])).Should().Throw<PromptException>().WithMessage("*<|image_1|>*1 images*");
}
