namespace Microsoft.ML.Sav.Heads.Tests;

public class SoftmaxTests
{
    [Fact]
    public void TryCompute_Logits_BecomeProbabilities() => Compute(0, Math.Log(3), double.NegativeInfinity).Should().Equal(
        [0.25, 0.75, 0], (actual, expected) => Math.Abs(actual - expected) < 1e-12);

    [Fact]
    public void TryCompute_HugeLogits_DoNotOverflow() => Compute(1e5, 1e5, -1e5).Should().Equal(0.5, 0.5, 0);

    [Theory]
    [InlineData(double.NaN, 1)]
    [InlineData(1, double.NaN)]
    [InlineData(double.NegativeInfinity, double.NegativeInfinity)]
    public void TryCompute_NaNOrNoClass_IsFalse(double first, double second) => Softmax.TryCompute([first, second]).Should().BeFalse();

    private static double[] Compute(params double[] logits)
    {
        Softmax.TryCompute(logits).Should().BeTrue();
        return logits;
    }
}
