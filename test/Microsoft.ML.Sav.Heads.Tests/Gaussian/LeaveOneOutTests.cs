using Microsoft.ML.Sav.Heads.Gaussian;

namespace Microsoft.ML.Sav.Heads.Tests.Gaussian;

public class LeaveOneOutTests
{
    [Theory]
    [InlineData(6, 8)] // more examples than values
    [InlineData(40, 8)] // fewer
    [InlineData(32, 8)] // as many
    public void ComputeLogits_EveryExample_EqualsRefitWithoutIt(int size, int shots)
    {
        var examples = SyntheticExamples.Create(new FeatureLayout([new Feature(0, 0, size)]), [shots, shots - 3, 2, shots + 5]);

        AssertEqualsRefits(examples);
    }

    [Fact]
    public void ComputeLogits_SameRowTwice_EqualsRefitWithoutIt()
    {
        var examples = SyntheticExamples.Create(new FeatureLayout([new Feature(0, 0, 30)]), [5, 5, 5]);

        AssertEqualsRefits(examples.Reorder([0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 11, 12, 13, 14]));
    }

    [Fact]
    public void ComputeLogits_ClassWithOneExample_StaysInTheOthersLogits()
    {
        var examples = SyntheticExamples.Create(new FeatureLayout([new Feature(0, 0, 5)]), [4, 1, 4]);

        new ExampleClasses(examples).Scored.Should().HaveCount(8).And.NotContain(Enumerable.Range(0, 9).Single(i => examples.GetClass(i) == 1));
        AssertEqualsRefits(examples);
    }

    [Fact]
    public void ComputeLogits_CovarianceThatIsKept_LeavesTheExampleOutOfItsClassMean()
    {
        var examples = SyntheticExamples.Create(new FeatureLayout([new Feature(0, 0, 20)]), [2, 4, 2]);
        var classes = new ExampleClasses(examples);
        var gaussian = FeatureGaussian.Fit(examples, 0, classes)!;
        var leaveOneOut = new LeaveOneOut(gaussian);
        var logits = new double[classes.Count];
        foreach (var example in classes.Scored)
        {
            leaveOneOut.ComputeLogits(example, logits, keepsCovariance: true);

            var expected = Enumerable.Range(0, classes.Count).Select(c =>
            {
                int[] others = [.. classes.GetExamples(c).ToArray().Where(other => other != example)];
                var distance = Enumerable.Range(0, gaussian.Whitened.ColumnCount).Sum(k =>
                    Math.Pow(gaussian.Whitened[example, k] - others.Average(other => gaussian.Whitened[other, k]), 2));
                return (-0.5 * gaussian.Scale * distance) + (0.5 * gaussian.Spread / others.Length);
            }).ToArray();
            logits.Should().Equal(expected.Select(logit => logit - expected.Average()), (actual, exact) => Math.Abs(actual - exact) <= 1e-9 * Math.Max(1, Math.Abs(exact)));
        }
    }

    private static void AssertEqualsRefits(SyntheticExamples examples)
    {
        var classes = new ExampleClasses(examples);
        var leaveOneOut = new LeaveOneOut(FeatureGaussian.Fit(examples, 0, classes)!);
        var reference = new ReferenceGaussian(examples);
        var logits = new double[classes.Count];
        foreach (var example in classes.Scored)
        {
            leaveOneOut.ComputeLogits(example, logits);

            logits.Should().Equal(reference.ComputeLogitsWithout(example), (actual, expected) => Math.Abs(actual - expected) <= 1e-9 * Math.Max(1, Math.Abs(expected)));
        }
    }
}
