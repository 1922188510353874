using Microsoft.ML.Sav.Heads.Stacking;

namespace Microsoft.ML.Sav.Heads.Tests.Stacking;

public class PairedLossesTests
{
    [Fact]
    public void Compare_DifferencesOneTwoThree_GivesTheirMeanAndStandardError()
    {
        var (mean, standardError) = PairedLosses.Compare([2, 3, 4], [1, 1, 1]);

        mean.Should().BeApproximately(2, 1e-12);
        standardError.Should().BeApproximately(1 / Math.Sqrt(3), 1e-12); // deviation 1, 3 examples
    }

    [Theory]
    [InlineData(3, true)] // mean 2 and standard error 1/sqrt(3)
    [InlineData(-3, false)] // mean 0
    public void AreClearlyLower_MeanAgainstStandardError_Decides(double last, bool expected) =>
        PairedLosses.AreClearlyLower([2, 2, 1 + last], [1, 0, 1]).Should().Be(expected);

    [Fact]
    public void AreClearlyLower_SameLosses_AreNot() => PairedLosses.AreClearlyLower([1, 2], [1, 2]).Should().BeFalse();
}
