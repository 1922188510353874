using Microsoft.ML.Sav.Heads.Stacking;

namespace Microsoft.ML.Sav.Heads.Tests.Stacking;

public class ExpertSelectionTests
{
    private static readonly ParallelOptions Threads = new();

    [Fact]
    public void Fit_FewExamples_RaisesTheFittedWeightMoreThanMany()
    {
        var few = MeasureRaise(examplesPerClass: 4);
        var many = MeasureRaise(examplesPerClass: 100);

        few.Should().BeGreaterThan(many);
        many.Should().BeGreaterThan(1);
    }

    private static double MeasureRaise(int examplesPerClass)
    {
        var logits = CreateLogits(examplesPerClass);
        var fitted = ExpertSelection.FitStepwise(logits, smoothing: 1.0 / (logits.Count + 2), Threads)[0];
        return ExpertSelection.Fit(logits, Threads)[0] / fitted;
    }

    // One expert and two classes; every fourth example is taken for one of the other class.
    private static ExpertLogits CreateLogits(int examplesPerClass)
    {
        var classes = Enumerable.Range(0, 2 * examplesPerClass).Select(example => example / examplesPerClass).ToArray();
        var logits = classes.SelectMany((c, example) => (c == 0) ^ (example % 4 == 0) ? new[] { 1.0, -1 } : [-1, 1]).ToArray();
        return new ExpertLogits([logits], classes, classCount: 2);
    }
}
