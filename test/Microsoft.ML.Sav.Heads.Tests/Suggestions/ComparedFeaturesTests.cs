using Microsoft.ML.Sav.Heads.Suggestions;

namespace Microsoft.ML.Sav.Heads.Tests.Suggestions;

public class ComparedFeaturesTests
{
    private static readonly Feature Vision = new(FeatureKind.VisionEncoder, 0, 0, 8);
    private static readonly Feature[] LastToken = [.. Enumerable.Range(0, 3).Select(layer => new Feature(layer, 0, 4))];
    private static readonly Feature[] TokenMean = [.. Enumerable.Range(0, 3).Select(layer => new Feature(FeatureKind.TokenMean, layer, 0, 4))];
    private static readonly FeatureLayout All = new([.. LastToken, .. TokenMean, Vision, new Feature(FeatureKind.Projector, 0, 0, 8)]);

    [Fact]
    public void Choose_Images_VisionEncoder() => ComparedFeatures.Choose(All, hasImages: true, hasTexts: false).Should().Equal(Vision);

    [Fact]
    public void Choose_Texts_AveragedHeadsOfTheLastThirdOfTheLayers() =>
        ComparedFeatures.Choose(All, hasImages: false, hasTexts: true).Should().Equal(TokenMean[2]);

    [Fact]
    public void Choose_ImagesWithTexts_VisionEncoderAndHeadsAtTheLastToken() =>
        ComparedFeatures.Choose(All, hasImages: true, hasTexts: true).Should().Equal(LastToken[2], Vision);

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Choose_LmmHasHeadsAtTheLastTokenOnly_TakesThose(bool hasImages, bool hasTexts) =>
        ComparedFeatures.Choose(new FeatureLayout(LastToken), hasImages, hasTexts).Should().Equal(LastToken[2]);
}
