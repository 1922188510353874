using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Report.Evaluation;

/// <summary>Accuracy by number of training examples per class: classifiers trained on some of the examples, tested on the others.</summary>
internal static class LearningCurve
{
    private const int Draws = 3;
    private const int MaxExamples = 1000; // keeps the time to a minute
    private static readonly int[] Steps = [1, 2, 5, 10, 20, 50, 100, 200, 500];

    /// <summary>Computes the curve.</summary>
    /// <param name="examples">The training examples.</param>
    /// <param name="report">The classifier whose kind and number of features are used.</param>
    /// <param name="cancellationToken">Ends training early.</param>
    /// <returns>Mean accuracy over draws per number of examples per class; empty with fewer than two examples of a class, or very many classes.</returns>
    public static IReadOnlyList<(int Count, double Accuracy)> Compute(TrainingExamples examples, ClassifierReport report, CancellationToken cancellationToken)
    {
        var byClass = examples.GroupBy(example => example.Class).Select(group => group.ToArray()).ToArray();
        var smallest = byClass.Min(members => members.Length);
        var heads = report.Features.Count(feature => feature.Feature.Kind == FeatureKind.LastToken);
        var options = new ClassifierOptions { Kind = report.Kind, HeadCount = heads > 0 ? heads : ClassifierOptions.DefaultHeadCount };
        return [.. from count in Steps where count < smallest && count * byClass.Length <= MaxExamples select (count, Enumerable.Range(0, Draws).Average(draw => Measure(count, draw)))];

        double Measure(int count, int draw)
        {
            var random = new Random(draw);
            using var support = new SupportSet(examples.Layout, examples.ClassCount, long.MaxValue);
            var others = new List<TrainingExample>();
            foreach (var members in byClass)
            {
                TrainingExample[] order = [.. members];
                random.Shuffle(order);
                foreach (var example in order[..count])
                    support.Add(example.VectorArray, example.Class);
                others.AddRange(order[count..]);
            }
            var classifier = ClassifierTrainer.Train(support, options, cancellationToken).Classifier;
            int[] positions = [.. classifier.Layout.Select(examples.Layout.FindPosition)];
            return others.Average(example => classifier.Predict(examples.Layout.Gather(example.VectorArray, positions)) == example.Class ? 1.0 : 0);
        }
    }
}
