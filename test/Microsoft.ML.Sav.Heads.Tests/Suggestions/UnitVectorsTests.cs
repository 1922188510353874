using Microsoft.ML.Sav.Heads.Suggestions;

namespace Microsoft.ML.Sav.Heads.Tests.Suggestions;

public class UnitVectorsTests
{
    [Fact]
    public void Create_FeaturesOfDifferentLength_WeighTheSame()
    {
        var unit = UnitVectors.Create(FeatureLayout.CreateUniform(layers: 1, heads: 2, headSize: 2), [30, 40, 0, 0.1f]);

        var half = MathF.Sqrt(0.5f);
        unit.Should().HaveCount(4);
        unit[0].Should().BeApproximately(0.6f * half, 1e-6f);
        unit[1].Should().BeApproximately(0.8f * half, 1e-6f);
        unit[2].Should().Be(0);
        unit[3].Should().BeApproximately(half, 1e-6f);
    }

    [Fact]
    public void Create_FeatureOfZeros_OthersHaveLengthOne() =>
        UnitVectors.Create(FeatureLayout.CreateUniform(layers: 1, heads: 2, headSize: 2), [0, 0, 0, 5]).Should().Equal(0, 0, 0, 1);

    [Fact]
    public void Create_AllZeros_StaysZeros() =>
        UnitVectors.Create(FeatureLayout.CreateUniform(layers: 1, heads: 1, headSize: 2), [0, 0]).Should().Equal(0, 0);
}
