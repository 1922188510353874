using Microsoft.ML.Runtime;
using Microsoft.ML.Sav.Columns;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Interop;
using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Models;
using Microsoft.ML.Sav.Scoring;
using Microsoft.ML.Sav.Training;

namespace Microsoft.ML.Sav;

/// <summary>
/// Trains a classifier from few examples per class: a large multimodal model (LMM) runs once per example, and the features that separate the
/// classes best, most of them attention heads (Sparse Attention Vectors, arXiv 2412.00142), become a small classifier. The LMM itself is not
/// changed.
/// </summary>
/// <remarks>
/// <para>Input columns: a label (key of any type), and images, text, or both; see <see cref="Options"/>. Rows without a label are
/// skipped. Every other row needs an image or a text.</para>
/// <para>Output columns: the predicted label (key of <see cref="uint"/>, with the label's key values) and the scores (vector of
/// <see cref="float"/>, one per class in the order of the keys), which add up to 1. The predicted label has the greatest
/// score; with <see cref="Options.RejectionRate"/> it is missing for rows that look like none of the classes.</para>
/// </remarks>
public sealed partial class SavEstimator : IEstimator<SavTransformer>
{
    private readonly IHost _host;
    private readonly Options _options;
    private readonly ColumnNames _names;
    private readonly PromptColumns _columns;
    private readonly PromptSearch? _search;

    /// <summary>Creates an estimator. The LMM is opened when <see cref="Fit"/> is called.</summary>
    /// <param name="environment">The environment, usually the <see cref="MLContext"/>.</param>
    /// <param name="options">The options; later changes have no effect.</param>
    /// <exception cref="ArgumentException">An option is missing or out of range; the message names it.</exception>
    public SavEstimator(IHostEnvironment environment, Options options)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Validated();
        _names = new ColumnNames(
            _options.ImageColumnName, _options.TextColumnName, _options.PredictedLabelColumnName, _options.ScoreColumnName, _options.ContributionColumnName);
        _host = environment.Register(nameof(SavEstimator));
        _columns = PromptColumns.Create(_host, _options);
        _search = _options.Prompts is null ? null : new PromptSearch(_host, _options);
    }

    /// <summary>
    /// Trains a classifier. The LMM runs once per labelled row, for each of <see cref="Options.Prompts"/>, or not at all if the row is in the
    /// feature cache.
    /// </summary>
    /// <exception cref="ArgumentException">The LMM lacks one of <see cref="Options.Features"/>, or the classifier uses none of them.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A column is missing or of a wrong type, or the LMM has, within the budgets, fewer heads than <see cref="Options.HeadCount"/>.
    /// </exception>
    /// <exception cref="DirectoryNotFoundException">
    /// The LMM's folder does not exist; <see cref="SavLmmNotFoundException"/> if none is set and the program has none.
    /// </exception>
    /// <exception cref="IOException">The folder of the feature cache cannot be created, or the file of vectors cannot be written.</exception>
    /// <exception cref="InvalidOperationException">The labelled rows belong to fewer than two classes.</exception>
    /// <exception cref="SavRowException">A row cannot be used, and <see cref="Options.OnRowError"/> is <see cref="RowErrorAction.Fail"/>.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    public SavTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Check(ColumnShapes.Create(input.Schema));
        return _search is null ? Train(input) : _search.Fit(input);
    }

    /// <summary>Trains with one prompt.</summary>
    /// <param name="input">Data with the columns of the options.</param>
    /// <param name="onTrained">Receives the classifier and its examples, which are valid during the call.</param>
    internal SavTransformer Train(IDataView input, Action<TrainedClassifier, SupportSet>? onTrained = null)
    {
        using var channel = _host.Start("Training");
        using var cancellation = new ContextCancellation(_host, _options.CancellationToken);
        var lmm = UncancellableWork.Run(OpenLmm, cancellation.Token);
        try
        {
            var reader = SupportSetReader.FromKeys(_host, _columns, input, _options);
            var candidates = new FeatureCandidates(_options, lmm.Value, channel).Find(() => reader.First(PredictionTime.Runs));
            using var support = new SupportSet(candidates, reader.ClassCount, _options.KeepExamples ? long.MaxValue : _options.MemoryLimit);
            var kept = _options.KeepExamples ? new List<TrainingExample>() : null;
            ExtractFeatures(reader, support, kept, lmm.Value, new TrainingProgress(channel, _options.Progress, input.GetRowCount()), channel, cancellation.Token);
            reader.Skipped.LogCount(channel);
            _columns.LogTruncated(channel);
            if (support.CountClassesWithExamples() < 2)
            {
                throw new InvalidOperationException(
                    $"Training needs labelled rows of at least two classes, but label column '{_options.LabelColumnName}' has {support.Count} labelled rows of {(support.Count == 0 ? "none" : "one")}{(reader.Skipped.Count == 0 ? "" : $" ({reader.Skipped.Count} cannot be used and were skipped)")}.");
            }
            var classifierOptions = _options.CreateClassifierOptions(support.Layout);
            var trained = ClassifierTrainer.Train(support, classifierOptions, cancellation.Token);
            onTrained?.Invoke(trained, support);
            var reference = new LmmReference(lmm.Value.Folder, null, lmm.Value.Fingerprint, _options.LmmOptions) { FeatureCacheFolder = _options.FeatureCacheFolder };
            var examples = kept is null ? null : new TrainingExamples(candidates, support.ClassCount, kept);
            var state = reader.CreateState(trained, classifierOptions, examples, _names, _options, reference);
            var transformer = new SavTransformer(_host, state, lmm);
            foreach (var line in ReportText.Describe(trained, support.Count))
                channel.Info(MessageSensitivity.None, line);
            if (ReportText.FindProblem(trained.RejectOption) is { } problem)
                channel.Warning(MessageSensitivity.None, problem);
            return transformer;
        }
        catch
        {
            lmm.Dispose();
            throw;
        }
    }

    /// <summary>The columns of the input and those that the transformer adds. Does not open the LMM.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of a wrong type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return OutputShape.Append(inputSchema, Check(inputSchema), _names);
    }

    private SchemaShape.Column Check(SchemaShape schema)
    {
        _columns.Check(schema);
        return LabelColumn.Check(schema, _options.LabelColumnName);
    }

    // Reads all that training needs besides the graphs.
    private Lease<MultimodalModel> OpenLmm()
    {
        var lmm = SharedLmms.Open(_options.Lmm ?? DefaultLmm.Find(), _options.LmmOptions, _host);
        try
        {
            _ = lmm.Value.Fingerprint;
            _ = _options is { Classifier: ClassifierKind.Auto, Features: null } ? lmm.Value.Features : lmm.Value.Heads;
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
        using var lmm = SharedLmms.Open(_options.Lmm ?? DefaultLmm.Find(), _options.LmmOptions, _host);
        return lmm.Value.CreateFeatureExtractor(layout, new FeatureExtractorOptions { FeatureCacheFolder = _options.FeatureCacheFolder, TakesImages = _columns.HasImages });
    }

    private void ExtractFeatures(
        SupportSetReader reader, SupportSet support, List<TrainingExample>? kept, MultimodalModel lmm, TrainingProgress progress, IChannel channel, CancellationToken cancellationToken)
    {
        channel.Info(MessageSensitivity.None, $"Running the LMM in '{lmm.Folder}' (fingerprint {lmm.Fingerprint})");
        using var extractor = UncancellableWork.Run(() => CreateExtractor(support.Layout), cancellationToken);
        var warnings = new LmmWarnings(_host);
        warnings.LogNew(lmm);
        var cached = reader.AddTo(support, kept, extractor, progress, cancellationToken);
        warnings.LogNew(lmm);
        if (_options.FeatureCacheFolder is { } folder)
            channel.Info(MessageSensitivity.None, $"The features of {cached} of {support.Count} examples were in the feature cache '{folder}'");
    }
}
