using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm.Encoders;
using Microsoft.ML.Sav.Lmm.Extraction;

namespace Microsoft.ML.Sav.Lmm.Tests.Extraction;

public class FeatureVectorsTests
{
    private static readonly FeatureVectors Vectors = new(new FeatureLayout([new Feature(FeatureKind.VisionEncoder, 0, 0, 2), new Feature(3, 1, 2), new Feature(4, 0, 1)]));

    [Fact]
    public void Join_FiniteValues_StandInTheOrderOfTheLayout() =>
        Vectors.Join([3, 4, 5], new ImageMeans([1, 2], [])).Should().Equal(1, 2, 3, 4, 5);

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Join_ValueThatIsNotFinite_NamesTheHeadOrFeature(float value)
    {
        Vectors.Invoking(it => it.Join([3, value, 5], new ImageMeans([1, 2], []))).Should().Throw<PromptException>().WithMessage("*NaN or infinity*layer 3*Precision*");
        Vectors.Invoking(it => it.Join([3, 4, 5], new ImageMeans([1, value], []))).Should().Throw<PromptException>().WithMessage("*NaN or infinity*feature 'vision'*");
    }
}
