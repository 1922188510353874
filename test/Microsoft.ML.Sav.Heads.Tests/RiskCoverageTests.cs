namespace Microsoft.ML.Sav.Heads.Tests;

public class RiskCoverageTests
{
    [Fact]
    public void Compute_CertainPredictionsRight_FallsBelowTheErrorRate()
    {
        float[][] scores = [[.9f, .1f], [.4f, .6f], [.8f, .2f], [.45f, .55f]];

        var curve = RiskCoverage.Compute(scores, [0, 1, 0, 0]);

        curve.Points.Should().Equal(
            new RiskCoveragePoint(.25, 0, .9f), new RiskCoveragePoint(.5, 0, .8f), new RiskCoveragePoint(.75, 0, .6f), new RiskCoveragePoint(1, .25, .55f));
        curve.Area.Should().BeApproximately(.25 / 4, 1e-12);
    }

    [Fact]
    public void Compute_EqualCertainties_AreAcceptedTogether()
    {
        var curve = RiskCoverage.Compute([[.7f, .3f], [.7f, .3f], [.3f, .7f], [.7f, .3f]], [0, 1, 1, 1]);

        curve.Points.Should().Equal(new RiskCoveragePoint(1, .5, .7f));
        curve.Area.Should().Be(.5);
    }

    [Fact]
    public void Compute_ExampleOfNoneOfTheClasses_IsAlwaysWrong() => RiskCoverage.Compute([[.7f, .3f], []], [-1, 0]).Area.Should().Be(1);

    [Fact]
    public void Compute_WrongArguments_Throws()
    {
        FluentActions.Invoking(() => RiskCoverage.Compute([[1f]], [0, 1])).Should().Throw<ArgumentException>().WithMessage("*2 predictions*1*");
        FluentActions.Invoking(() => RiskCoverage.Compute([[]], [0])).Should().Throw<ArgumentException>().WithMessage("*at least one*");
    }
}
