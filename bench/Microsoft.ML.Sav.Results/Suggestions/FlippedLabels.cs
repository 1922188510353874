using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Heads.Suggestions;
using Microsoft.ML.Sav.Results.Features;
using Microsoft.ML.Sav.Results.Methods;
using Microsoft.ML.Sav.Results.Splitting;

namespace Microsoft.ML.Sav.Results.Suggestions;

/// <summary>How well wrong labels are found.</summary>
/// <param name="Flipped">Number of wrong labels among the training rows.</param>
/// <param name="Doubted">Number of doubtful labels.</param>
/// <param name="PrecisionAtFlipped">Share of wrong labels among the first <paramref name="Flipped"/> doubtful ones.</param>
/// <param name="Recall">Share of the wrong labels that are doubtful.</param>
/// <param name="Corrected">Share of the wrong labels whose suggested label is the true one.</param>
internal sealed record FlippedLabels(double Flipped, double Doubted, double PrecisionAtFlipped, double Recall, double Corrected)
{
    private const double FlippedShare = 0.1;

    /// <summary>Gives a tenth of the training rows another label at random, and counts how many are found.</summary>
    public static FlippedLabels Measure(FeatureTable features, FewShotSplit split, int shots)
    {
        var random = new Random(split.Seed);
        var training = split.GetTraining(shots);
        var truth = features.DataSet.GetClasses(training);
        var labels = truth.ToArray();
        var order = Enumerable.Range(0, training.Length).ToArray();
        random.Shuffle(order);
        var flipped = order.Take((int)Math.Round(training.Length * FlippedShare)).ToHashSet();
        foreach (var example in flipped)
            labels[example] = (truth[example] + 1 + random.Next(split.Pools.Count - 1)) % split.Pools.Count;

        var trained = new TrainedOnRows(features, training.Zip(labels), new ClassifierOptions()).Trained;
        var doubts = LabelDoubts.Find(trained, labels).ToList();
        var found = doubts.Where(doubt => flipped.Contains(doubt.Example)).ToList();
        return new FlippedLabels(
            flipped.Count, doubts.Count, (double)doubts.Take(flipped.Count).Count(doubt => flipped.Contains(doubt.Example)) / flipped.Count,
            (double)found.Count / flipped.Count, (double)found.Count(doubt => doubt.SuggestedClass == truth[doubt.Example]) / flipped.Count);
    }
}
