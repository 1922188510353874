using Microsoft.ML.Sav.Results.Measuring;

namespace Microsoft.ML.Sav.Results.Tests.Measuring;

public sealed class QualityTests
{
    [Fact]
    public void Measure_KnownProbabilities_ReturnsAccuracyLogLossAndCalibrationError()
    {
        float[][] probabilities = [[.95f, .05f], [.78f, .22f], [.35f, .65f], [.25f, .75f]];

        var quality = Quality.Measure(probabilities, [0, 1, 1, 1]);

        quality.Accuracy.Should().Be(.75);
        quality.LogLoss.Should().BeApproximately(-(Math.Log(.95) + Math.Log(.22) + Math.Log(.65) + Math.Log(.75)) / 4, 1e-6);
        // Bins (.6, .7]: |.65 - 1|, (.7, .8]: |(.78 + .75) - 1|, (.9, 1]: |.95 - 1|.
        quality.CalibrationError.Should().BeApproximately((.35 + .53 + .05) / 4, 1e-6);
    }

    [Theory]
    [InlineData(new[] { .5f, .6f })]
    [InlineData(new[] { -.5f, 1.5f })]
    [InlineData(new[] { float.NaN, 1f })]
    public void Measure_NoProbabilities_Throws(float[] row) =>
        FluentActions.Invoking(() => Quality.Measure([row], [0])).Should().Throw<ArgumentException>().WithMessage("*add up to 1*");

    [Fact]
    public void Measure_NoRows_Throws() => FluentActions.Invoking(() => Quality.Measure([], [])).Should().Throw<ArgumentException>();

    [Fact]
    public void FromValues_SeveralSeeds_ReturnsMeanAndDeviation()
    {
        var summary = Summary.FromValues([.5, .7]);

        summary.Mean.Should().BeApproximately(.6, 1e-12);
        summary.Deviation.Should().BeApproximately(.1, 1e-12);
    }
}
