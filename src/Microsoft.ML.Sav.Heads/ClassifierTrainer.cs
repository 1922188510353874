using Microsoft.ML.Sav.Heads.Calm;
using Microsoft.ML.Sav.Heads.Gaussian;
using Microsoft.ML.Sav.Heads.Hec;

namespace Microsoft.ML.Sav.Heads;

/// <summary>Trains classifiers on a support set.</summary>
public static class ClassifierTrainer
{
    /// <summary>Trains a classifier.</summary>
    /// <param name="support">
    /// The examples; at least two classes must have one. Features of kinds that the classifier does not use are ignored.
    /// </param>
    /// <param name="options">What to train; by default <see cref="ClassifierKind.Auto"/>.</param>
    /// <param name="cancellationToken">Ends training early.</param>
    /// <exception cref="ArgumentException">Fewer than two classes have examples, or there are no features of the kinds that the classifier uses.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range, or the head count is above the number of heads.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    public static TrainedClassifier Train(SupportSet support, ClassifierOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(support);
        options ??= new ClassifierOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.HeadCount, 1, nameof(options.HeadCount));
        RejectOption.RequireRate(options.RejectionRate, nameof(options.RejectionRate));
        if (support.CountClassesWithExamples() < 2)
            throw new ArgumentException("Training needs examples of at least two classes.", nameof(support));
        // Without a limit, the thread pool adds threads during long work, and each holds a feature of all examples.
        var parallel = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        var trained = TrainKind();
        return options.RejectionRate is { } rate
            ? trained with { RejectOption = RejectOption.Fit(support, trained.Classifier.Layout, rate, parallel) }
            : trained;

        TrainedClassifier TrainKind() => options.Kind switch
        {
            ClassifierKind.Auto or ClassifierKind.GaussianHeads => GaussianTrainer.Train(options.Kind, support, options.HeadCount, parallel),
            ClassifierKind.SparseAttentionVectors => SavTraining.Train(support, options.HeadCount, options.TieRule, parallel),
            ClassifierKind.Calm => CalmTrainer.Train(support, parallel: parallel),
            ClassifierKind.Hec => HecTrainer.Train(support, RequireHeads(support, options.HeadCount), parallel),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Kind, $"{nameof(options.Kind)} is not a {nameof(ClassifierKind)}."),
        };
    }

    private static int RequireHeads(SupportSet support, int headCount)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(headCount, support.Layout.FindPositions(FeatureKind.LastToken).Length);
        return headCount;
    }
}
