using Microsoft.ML.Sav.Report.Evaluation;

namespace Microsoft.ML.Sav.Report.Tests.Evaluation;

public class CurveTests
{
    private static readonly EvaluatedRow[] Rows = [new(0, 0, [.95f, .05f]), new(1, 0, [.85f, .15f]), new(2, 1, [.85f, .15f]), new(3, 1, [.45f, .55f])];

    [Fact]
    public void RiskCoverage_TiedRows_AreAcceptedTogether()
    {
        var curve = RiskCoverage.Compute(Rows);

        curve.Points.Should().Equal((.25, 0), (.75, 1 / 3.0), (1, .25));
        curve.Area.Should().BeApproximately((0 + (2 / 3.0) + .25) / 4, 1e-12);
    }

    [Fact]
    public void ReliabilityBin_Rows_AreGroupedByTheirScore()
    {
        var bins = ReliabilityBin.Compute(Rows);

        bins.Select(bin => (bin.Upper, bin.Count, bin.Accuracy)).Should().Equal((.6, 1, 1.0), (.9, 2, .5), (1, 1, 1.0));
        bins[1].Certainty.Should().BeApproximately(.85, 1e-6);
    }
}
