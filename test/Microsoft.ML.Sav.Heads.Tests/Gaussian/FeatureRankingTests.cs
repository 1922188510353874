using Microsoft.ML.Sav.Heads.Gaussian;

namespace Microsoft.ML.Sav.Heads.Tests.Gaussian;

public class FeatureRankingTests
{
    private static readonly FeatureLayout Layout = FeatureLayout.CreateUniform(layers: 2, heads: 10, headSize: 12);
    private static readonly int[] Positions = [.. Enumerable.Range(0, Layout.Count)];

    [Fact]
    public void ComputeScore_ClassesOfTwoAndMore_LeavesExamplesOfTheFormerOutOfTheirMeanAlone()
    {
        var examples = SyntheticExamples.Create(Layout, [2, 3, 2, 1], draw: 1);
        var classes = new ExampleClasses(examples);
        var leaveOneOut = new LeaveOneOut(FeatureGaussian.Fit(examples, 0, classes)!);
        var expected = classes.Scored.Average(example =>
        {
            var logits = new double[classes.Count];
            leaveOneOut.ComputeLogits(example, logits, keepsCovariance: classes.GetClass(example) != 1);
            return (logits[classes.GetClass(example)] / 6) - Math.Log(logits.Sum(logit => Math.Exp(logit / 6)));
        });

        FeatureRanking.Compute(examples, classes, [0], new ParallelOptions()).ComputeScore(0, classes.Scored).Should().BeApproximately(expected, 1e-9);
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public void SelectBestForMeasurement_ClassesOfAnySize_LeavesExamplesOutOfTheCovariance(int shots, bool isSameOrder)
    {
        var examples = SyntheticExamples.Create(Layout, [shots, shots, shots, shots], draw: 1);
        var classes = new ExampleClasses(examples);
        var ranking = FeatureRanking.Compute(examples, classes, Positions, new ParallelOptions());
        var expected = Positions.OrderByDescending(position =>
        {
            var leaveOneOut = new LeaveOneOut(FeatureGaussian.Fit(examples, position, classes)!);
            var logits = new double[classes.Count];
            return classes.Scored.Sum(example =>
            {
                leaveOneOut.ComputeLogits(example, logits);
                return (logits[classes.GetClass(example)] / 6) - Math.Log(logits.Sum(logit => Math.Exp(logit / 6)));
            });
        }).ToArray();

        ranking.SelectBestForMeasurement(Positions, Layout.Count, classes.Scored).Should().Equal(expected);
        ranking.SelectBest(Positions, Layout.Count, classes.Scored).SequenceEqual(expected).Should().Be(isSameOrder);
    }
}
