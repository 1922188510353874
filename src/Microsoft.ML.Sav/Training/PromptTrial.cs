using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Training;

/// <summary>What training with a prompt gave.</summary>
/// <param name="Quality">Quality on training examples, each scored without itself; <see langword="null"/> if none can be left out.</param>
/// <param name="Losses">Log loss of each example that can be left out.</param>
/// <param name="UsesHeads">Whether the classifier uses heads. Image features do not depend on the prompt.</param>
internal sealed record PromptTrial(ClassificationQuality? Quality, double[] Losses, bool UsesHeads)
{
    /// <summary>Measures a classifier.</summary>
    /// <param name="trained">The classifier.</param>
    /// <param name="support">The examples that it was trained on.</param>
    /// <param name="headCount">Number of heads of the classifier that stands in for one whose scores are far from probabilities.</param>
    /// <param name="cancellationToken">Cancels training.</param>
    public static PromptTrial Create(TrainedClassifier trained, SupportSet support, int headCount, CancellationToken cancellationToken)
    {
        var standIn = new ClassifierOptions { Kind = ClassifierKind.GaussianHeads, HeadCount = headCount };
        var measured = trained.Report.Kind is ClassifierKind.SparseAttentionVectors or ClassifierKind.Hec
            ? ClassifierTrainer.Train(support, standIn, cancellationToken)
            : trained;
        var scores = measured.LeaveOneOutScores ?? [];
        int[] classes = [.. Enumerable.Range(0, scores.Count).Select(support.GetClass)];
        var losses = scores.Zip(classes).Where(example => example.First.Length > 0)
            .Select(example => ClassificationQuality.ComputeLoss(example.First, example.Second));
        return new PromptTrial(ClassificationQuality.Compute(scores, classes), [.. losses], trained.Classifier.Layout.Any(feature => feature.IsHead));
    }
}
