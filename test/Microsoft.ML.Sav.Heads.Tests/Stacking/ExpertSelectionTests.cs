using Microsoft.ML.Sav.Heads.Stacking;

namespace Microsoft.ML.Sav.Heads.Tests.Stacking;

public class ExpertSelectionTests
{
    private static readonly ParallelOptions Threads = new();

    [Fact]
    public void Fit_FewExamples_RaisesTheFittedWeightMoreThanMany()
    {
        var few = MeasureRaise(classCount: 2, examplesPerClass: 4);
        var many = MeasureRaise(classCount: 2, examplesPerClass: 100);

        few.Should().BeGreaterThan(many);
        many.Should().BeGreaterThan(1);
    }

    [Fact]
    public void Fit_MoreClasses_RaisesTheFittedWeightByTheExamplesPerClass() =>
        MeasureRaise(classCount: 5, examplesPerClass: 8).Should().BeApproximately(MeasureRaise(classCount: 2, examplesPerClass: 8), 1e-12);

    // By how much the first of two experts is raised; the second knows nothing.
    private static double MeasureRaise(int classCount, int examplesPerClass)
    {
        var logits = CreateLogits(classCount, examplesPerClass);
        var fitted = ExpertSelection.FitStepwise(logits, smoothing: 1.0 / (logits.Count + 2), Threads);
        var raised = ExpertSelection.Fit(logits, Threads);
        raised.Should().HaveCount(2);
        raised[1].Should().Be(0);
        return raised[0] / fitted[0];
    }

    // The first expert takes every fourth example for one of another class.
    private static ExpertLogits CreateLogits(int classCount, int examplesPerClass)
    {
        var classes = Enumerable.Range(0, classCount * examplesPerClass).Select(example => example / examplesPerClass).ToArray();
        var logits = classes.SelectMany((own, example) => Favour((own + (example % 4 == 0 ? 1 : 0)) % classCount)).ToArray();
        return new ExpertLogits([logits, new double[logits.Length]], classes, classCount);

        IEnumerable<double> Favour(int chosen) => Enumerable.Range(0, classCount).Select(c => c == chosen ? classCount - 1.0 : -1);
    }
}
