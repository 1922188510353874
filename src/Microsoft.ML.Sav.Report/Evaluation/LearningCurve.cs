using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Report.Evaluation;

/// <summary>Accuracy by number of training examples per class: classifiers trained on some of the examples, tested on the others.</summary>
internal static class LearningCurve
{
    private const int Draws = 3;
    private static readonly int[] Steps = [1, 2, 5, 10, 20, 50, 100, 200, 500];

    /// <summary>Computes the curve.</summary>
    /// <param name="examples">The training examples.</param>
    /// <param name="report">The classifier whose kind and number of features are used.</param>
    /// <param name="cancellationToken">Ends training early.</param>
    /// <returns>Mean accuracy over draws per number of examples per class; empty with fewer than two examples per class.</returns>
    public static IReadOnlyList<(int Count, double Accuracy)> Compute(LearningExamples examples, ClassifierReport report, CancellationToken cancellationToken)
    {
        var byClass = Enumerable.Range(0, examples.Classes.Count).GroupBy(index => examples.Classes[index]).Select(group => group.ToArray()).ToArray();
        var smallest = byClass.Min(members => members.Length);
        var heads = report.Features.Count(feature => feature.Feature.Kind == FeatureKind.LastToken);
        var options = new ClassifierOptions { Kind = report.Kind, HeadCount = heads > 0 ? heads : ClassifierOptions.DefaultHeadCount };
        return [.. from count in Steps where count < smallest select (count, Enumerable.Range(0, Draws).Average(draw => Measure(count, draw)))];

        double Measure(int count, int draw)
        {
            var random = new Random(draw);
            var training = new HashSet<int>();
            foreach (var members in byClass)
            {
                int[] order = [.. members];
                random.Shuffle(order);
                training.UnionWith(order[..count]);
            }
            using var support = new SupportSet(examples.Layout, examples.ClassCount, long.MaxValue);
            foreach (var index in training.Order())
                support.Add(examples.Vectors[index], examples.Classes[index]);
            var classifier = ClassifierTrainer.Train(support, options, cancellationToken).Classifier;
            int[] positions = [.. classifier.Layout.Select(feature => examples.Layout.Index().First(candidate => candidate.Item == feature).Index)];
            return Enumerable.Range(0, examples.Classes.Count).Where(index => !training.Contains(index))
                .Average(index => classifier.Predict(examples.Layout.Gather(examples.Vectors[index], positions)) == examples.Classes[index] ? 1.0 : 0);
        }
    }
}
