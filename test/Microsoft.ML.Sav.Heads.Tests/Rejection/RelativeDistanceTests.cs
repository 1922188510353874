using Microsoft.ML.Sav.Heads.Rejection;

namespace Microsoft.ML.Sav.Heads.Tests.Rejection;

public class RelativeDistanceTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)] // the examples span all dimensions
    public void IsFinite_AllValuesAre_IsTrue(bool hasBasis) => Create(hasBasis).IsFinite().Should().BeTrue();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void IsFinite_OneValueIsNot_IsFalse(int part)
    {
        Create(hasBasis: true, part, float.NaN).IsFinite().Should().BeFalse();
        Create(hasBasis: true, part, float.PositiveInfinity).IsFinite().Should().BeFalse();
    }

    // Two dimensions, one class; the last value of one part may be another.
    private static RelativeDistance Create(bool hasBasis, int part = -1, float last = 0)
    {
        float[][] parts = [[0.6f, 0.8f], [1, 0, 0, 1], [1, 0.5f, 0.5f, 1], [0.1f, 0.2f], [0.3f], [0.4f]];
        if (part >= 0)
            parts[part][^1] = last;
        return new RelativeDistance(parts[0], hasBasis ? parts[1] : null, parts[2], parts[3], parts[4], parts[5][0]);
    }
}
