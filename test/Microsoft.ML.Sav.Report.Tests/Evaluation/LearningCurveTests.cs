using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Report.Evaluation;

namespace Microsoft.ML.Sav.Report.Tests.Evaluation;

public class LearningCurveTests
{
    private static readonly ClassifierReport Report = new(ClassifierKind.GaussianHeads, [new FeatureScore(new Feature(0, 0, 4), 0)], [], null);

    [Fact]
    public void Compute_Examples_HasPointsThatLeaveSomeToTestOn()
    {
        var curve = LearningCurve.Compute(CreateExamples(examplesPerClass: 11, noise: .1), Report, default);

        curve.Select(point => point.Count).Should().Equal(1, 2, 5, 10);
        curve.Should().OnlyContain(point => point.Accuracy == 1);
    }

    [Fact]
    public void Compute_NoisyExamples_RisesWithTheirNumber()
    {
        var curve = LearningCurve.Compute(CreateExamples(examplesPerClass: 60, noise: 1.5), Report, default);

        curve[^1].Accuracy.Should().BeGreaterThan(curve[0].Accuracy).And.BeLessThan(1);
    }

    [Fact]
    public void Compute_ManyExamples_TrainsOnOneThousandAtMost() =>
        LearningCurve.Compute(CreateExamples(examplesPerClass: 510, noise: .1), Report, default)[^1].Count.Should().Be(200);

    [Fact]
    public void Compute_OneExampleOfAClass_IsEmpty() => LearningCurve.Compute(CreateExamples(examplesPerClass: 1, noise: .1), Report, default).Should().BeEmpty();

    // Two heads; both know the class, with noise.
    private static TrainingExamples CreateExamples(int examplesPerClass, double noise)
    {
        var random = new Random(1);
        int[] classes = [.. Enumerable.Range(0, 3 * examplesPerClass).Select(example => example % 3)];
        float[][] vectors = Array.ConvertAll(classes, own => (float[])
            [.. Enumerable.Range(0, 8).Select(position => (float)((position % 4 == own ? 1 : 0) + (noise * (random.NextDouble() - .5))))]);
        return new TrainingExamples(
            new FeatureLayout([new Feature(0, 0, 4), new Feature(0, 1, 4)]), 3, [.. vectors.Zip(classes, (vector, own) => new TrainingExample("", own, vector))]);
    }
}
