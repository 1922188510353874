using Microsoft.ML.Runtime;
using Microsoft.ML.Sav.Columns;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Interop;
using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Models;
using Microsoft.ML.Sav.Storage;

namespace Microsoft.ML.Sav.Training;

/// <summary>Trains a classifier: runs the LMM on the labelled rows, and trains on their features.</summary>
/// <param name="host">The estimator's host.</param>
/// <param name="options">Valid options.</param>
/// <param name="names">Names of the columns.</param>
/// <param name="columns">The columns of the prompt.</param>
internal sealed class TrainingRun(IHost host, SavEstimator.Options options, ColumnNames names, PromptColumns columns)
{
    /// <param name="input">Data with the columns of the options.</param>
    /// <param name="onTrained">Receives the classifier, its examples, which are valid during the call, and their rows.</param>
    /// <returns>What makes up the transformer, and the LMM, which is open.</returns>
    public (TransformerState State, Lease<MultimodalModel> Lmm) Run(IDataView input, Action<TrainedClassifier, SupportSet, IReadOnlyList<long>>? onTrained)
    {
        using var channel = host.Start("Training");
        using var cancellation = new ContextCancellation(host, options.CancellationToken);
        var lmm = UncancellableWork.Run(OpenLmm, cancellation.Token);
        try
        {
            var reader = SupportSetReader.FromKeys(host, columns, input, options);
            var candidates = new FeatureCandidates(options, lmm.Value, channel).Find(() => reader.First(PredictionTime.Runs), cancellation.Token);
            columns.ForgetTruncated(); // those that were measured, and of other trainings
            using var support = new SupportSet(candidates, reader.ClassCount, options.KeepExamples ? long.MaxValue : options.MemoryLimit);
            var kept = options.KeepExamples ? new List<TrainingExample>() : null;
            ExtractFeatures(reader, support, kept, lmm.Value, new TrainingProgress(channel, options.Progress, input.GetRowCount()), channel, cancellation.Token);
            reader.Skipped.LogCount(channel);
            columns.LogTruncated(channel);
            if (support.CountClassesWithExamples() < 2)
            {
                throw new InvalidOperationException(
                    $"Training needs labelled rows of at least two classes, but label column '{options.LabelColumnName}' has {support.Count} labelled rows of {(support.Count == 0 ? "none" : "one")}{(reader.Skipped.Count == 0 ? "" : $" ({reader.Skipped.Count} cannot be used and were skipped)")}.");
            }
            var classifierOptions = options.CreateClassifierOptions(support.Layout);
            var trained = ClassifierTrainer.Train(support, classifierOptions, cancellation.Token);
            onTrained?.Invoke(trained, support, reader.UsedRows);
            var reference = new LmmReference(lmm.Value.Folder, null, lmm.Value.Fingerprint, options.LmmOptions) { FeatureCacheFolder = options.FeatureCacheFolder };
            var examples = kept is null ? null : new TrainingExamples(candidates, support.ClassCount, kept);
            var state = reader.CreateState(trained, classifierOptions, examples, names, options, reference);
            foreach (var line in ReportText.Describe(trained, support.Count))
                channel.Info(MessageSensitivity.None, line);
            if (ReportText.FindProblem(trained.RejectOption) is { } problem)
                channel.Warning(MessageSensitivity.None, problem);
            return (state, lmm);
        }
        catch
        {
            lmm.Dispose();
            throw;
        }
    }

    // Reads all that training needs besides the graphs.
    private Lease<MultimodalModel> OpenLmm()
    {
        var lmm = SharedLmms.Open(options.Lmm, options.LmmOptions, host);
        try
        {
            _ = lmm.Value.Fingerprint;
            _ = options is { Classifier: ClassifierKind.Auto, Features: null } ? lmm.Value.Features : lmm.Value.Heads;
            return lmm;
        }
        catch
        {
            lmm.Dispose();
            throw;
        }
    }

    // With a lease of its own: if training is cancelled, the LMM stays open until the extractor is created.
    private FeatureExtractor CreateExtractor(FeatureLayout layout)
    {
        using var lmm = SharedLmms.Open(options.Lmm, options.LmmOptions, host);
        return lmm.Value.CreateFeatureExtractor(layout, new FeatureExtractorOptions { FeatureCacheFolder = options.FeatureCacheFolder, TakesImages = columns.HasImages });
    }

    private void ExtractFeatures(
        SupportSetReader reader, SupportSet support, List<TrainingExample>? kept, MultimodalModel lmm, TrainingProgress progress, IChannel channel, CancellationToken cancellationToken)
    {
        channel.Info(MessageSensitivity.None, $"Running the LMM in '{lmm.Folder}' (fingerprint {lmm.Fingerprint})");
        using var extractor = UncancellableWork.Run(() => CreateExtractor(support.Layout), cancellationToken);
        var warnings = new LmmWarnings(host);
        warnings.LogNew(lmm);
        var cached = reader.AddTo(support, kept, extractor, progress, cancellationToken);
        warnings.LogNew(lmm);
        if (options.FeatureCacheFolder is { } folder)
            channel.Info(MessageSensitivity.None, $"The features of {cached} of {support.Count} examples were in the feature cache '{folder}'");
    }
}
