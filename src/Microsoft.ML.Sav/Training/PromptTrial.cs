using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Training;

/// <summary>What training with a prompt gave.</summary>
/// <param name="Quality">Quality on training examples, each scored without itself; <see langword="null"/> if none can be left out.</param>
/// <param name="Losses">Log loss of each example that can be left out, by its row.</param>
/// <param name="UsesHeads">Whether the classifier uses heads. Image features do not depend on the prompt.</param>
internal sealed record PromptTrial(ClassificationQuality? Quality, IReadOnlyDictionary<long, double> Losses, bool UsesHeads)
{
    /// <summary>Measures a classifier.</summary>
    /// <param name="trained">The classifier.</param>
    /// <param name="support">The examples that it was trained on.</param>
    /// <param name="rows">The row of each example.</param>
    /// <param name="headCount">Number of heads of the classifier that stands in for one whose scores are far from probabilities.</param>
    /// <param name="cancellationToken">Cancels training.</param>
    public static PromptTrial Create(TrainedClassifier trained, SupportSet support, IReadOnlyList<long> rows, int headCount, CancellationToken cancellationToken)
    {
        var standIn = new ClassifierOptions { Kind = ClassifierKind.GaussianHeads, HeadCount = headCount };
        var measured = trained.Report.Kind is ClassifierKind.SparseAttentionVectors or ClassifierKind.Hec
            ? ClassifierTrainer.Train(support, standIn, cancellationToken)
            : trained;
        var scores = measured.LeaveOneOutScores ?? [];
        int[] classes = [.. Enumerable.Range(0, scores.Count).Select(support.GetClass)];
        var losses = scores.Index().Where(example => example.Item.Length > 0)
            .ToDictionary(example => rows[example.Index], example => ClassificationQuality.ComputeLoss(example.Item, classes[example.Index]));
        return new PromptTrial(ClassificationQuality.Compute(scores, classes), losses, trained.Classifier.Layout.Any(feature => feature.IsHead));
    }
}
