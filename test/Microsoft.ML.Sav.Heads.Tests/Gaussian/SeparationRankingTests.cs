using Microsoft.ML.Sav.Heads.Gaussian;

namespace Microsoft.ML.Sav.Heads.Tests.Gaussian;

public class SeparationRankingTests
{
    [Fact]
    public void SelectBest_HeadsOfDifferentStrength_RanksByDistanceFromTheNearestExample()
    {
        var layout = new FeatureLayout([new Feature(0, 0, 2), new Feature(0, 1, 2), new Feature(0, 2, 2)]);
        // The second head sees two examples alike; lengths do not matter.
        float[][] vectors = [[1, 0, 1, 0, 1, 0], [0, 5, 1, 0, 1, 1], [-1, 0, -1, 0, 0, 1]];
        var examples = new SyntheticExamples(layout, 3, vectors, [0, 1, 2]);

        var best = SeparationRanking.SelectBest(examples, [0, 1, 2], 2, new ParallelOptions());

        best.Select(feature => feature.Position).Should().Equal(0, 1);
        best[0].Score.Should().BeApproximately(1, 1e-12, "each example is at a right angle to the nearest other");
        best[1].Score.Should().BeApproximately(2 / 3.0, 1e-12, "two examples are equal, the third is opposite to them");
    }
}
