using Microsoft.ML.Sav.Report.Evaluation;

namespace Microsoft.ML.Sav.Report.Tests.Evaluation;

public class ReliabilityBinTests
{
    private static readonly EvaluatedRow[] Rows = [new(0, 0, [.95f, .05f]), new(1, 0, [.85f, .15f]), new(2, 1, [.85f, .15f]), new(3, 1, [.45f, .55f])];

    [Fact]
    public void Compute_Rows_AreGroupedByTheirScore()
    {
        var bins = ReliabilityBin.Compute(Rows);

        bins.Select(bin => (bin.Upper, bin.Count, bin.Accuracy)).Should().Equal((.6, 1, 1.0), (.9, 2, .5), (1, 1, 1.0));
        bins[1].Certainty.Should().BeApproximately(.85, 1e-6);
    }
}
