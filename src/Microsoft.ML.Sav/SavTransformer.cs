using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Sav.Columns;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Mapping;
using Microsoft.ML.Sav.Models;
using Microsoft.ML.Sav.Scoring;
using Microsoft.ML.Sav.Storage;

namespace Microsoft.ML.Sav;

/// <summary>
/// Predicts labels with the classifier that <see cref="SavEstimator"/> trained. <see cref="MLContext.Model"/> saves and loads it as
/// any ML.NET model. The file does not contain the LMM but its location and fingerprint; see <see cref="SavModelLocator"/> and
/// <see cref="WithLmm"/>.
/// </summary>
/// <remarks>
/// Safe to use from many threads. The LMM is opened for the first row, and shared by all transformers of the process that use it with the
/// same options. <see cref="Dispose"/> closes it if no other transformer uses it. A prediction engine disposes of the transformer that it
/// is created from, unless <see cref="PredictionEngineOptions.OwnsTransformer"/> is <see langword="false"/>. The <c>With...</c> methods
/// return copies, which are disposed of separately.
/// </remarks>
public sealed partial class SavTransformer : IPredictionTransformer<SavModel>, IDisposable
{
    private readonly IHostEnvironment _environment; // of copies: as children of each other, their hosts would never be freed
    private readonly IHost _host;
    private readonly TransformerState _state;
    private readonly PromptColumns _columns;
    private readonly LazyFeatureExtractor _heads;
    private readonly RowErrorPolicy _rowErrors;
    private readonly RowScorer _scorer;

    internal SavTransformer(IHostEnvironment environment, TransformerState state, Lease<MultimodalModel>? lmm = null)
    {
        _environment = environment;
        _host = environment.Register(nameof(SavTransformer));
        _state = state;
        Model = new SavModel(state.Trained, state.KeyValues, state.Training?.Examples) { PromptScores = state.PromptScores };
        _scorer = new RowScorer(state.Trained, state.Names);
        _columns = state.CreateColumns(_host);
        _rowErrors = state.RowErrors.WithLog(_host);
        _heads = new LazyFeatureExtractor(_host, nameof(SavTransformer), state.Lmm, Classifier.Layout, _columns.HasImages, lmm);
    }

    /// <summary>The classifier, its report and its classes.</summary>
    public SavModel Model { get; }

    /// <summary>Input column of the images; <see langword="null"/> if rows have none.</summary>
    public string? ImageColumnName => _state.Names.Image;

    /// <summary>Input column of the text; <see langword="null"/> if rows have none.</summary>
    public string? TextColumnName => _state.Names.Text;

    /// <summary>Output column of the predicted label.</summary>
    public string PredictedLabelColumnName => _state.Names.PredictedLabel;

    /// <summary>Output column of the scores.</summary>
    public string ScoreColumnName => _state.Names.Score;

    /// <summary>Full path of the LMM's folder: that of training, or that of <see cref="WithLmm"/>.</summary>
    public string LmmFolder => _state.Lmm.Folder;

    /// <summary>SHA-256 of the files of the LMM, in hexadecimal.</summary>
    public string LmmFingerprint => _state.Lmm.Fingerprint;

    /// <summary>
    /// How the LMM runs. A model file keeps those options that decide the head vectors; the others have their default after loading. See
    /// <see cref="WithLmmOptions"/>.
    /// </summary>
    public LmmOptions LmmOptions => _state.Lmm.Options;

    /// <summary>Full path of the folder of the feature cache; <see langword="null"/> for none. See <see cref="WithFeatureCache"/>.</summary>
    public string? FeatureCacheFolder => _state.Lmm.FeatureCacheFolder;

    internal IHostEnvironment Host => _host;

    internal TransformerState State => _state;

    internal long TokenCount => _heads.TokenCount;

    internal PromptColumns Columns => _columns;

    bool ITransformer.IsRowToRowMapper => true;

    private FeatureClassifier Classifier => _state.Trained.Classifier;

    /// <summary>The columns of the input, then predicted label and scores. Does not open the LMM.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of a wrong type.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => CreateMapper(inputSchema).OutputSchema;

    /// <summary>Adds predicted labels and scores, which are computed when rows are read.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of a wrong type.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new MappedView(CreateMapper(input.Schema), input);
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => CreateMapper(inputSchema);

    /// <summary>
    /// Returns a copy in which only the best heads take part: faster and mostly less accurate. Needs no training. For
    /// <see cref="ClassifierKind.SparseAttentionVectors"/> and <see cref="ClassifierKind.Hec"/>.
    /// </summary>
    /// <param name="headCount">Number of heads, of the features in <see cref="SavModel.Report"/>; 1 for the single best head.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="headCount"/> is below 1 or above the number of heads.</exception>
    /// <exception cref="NotSupportedException">
    /// The classifier is of another kind, and needs all its features; or it rejects rows, which all its features decide.
    /// </exception>
    public SavTransformer WithHeads(int headCount)
    {
        if (Model.RejectOption?.Rate is not null)
            throw new NotSupportedException($"The reject option needs all features. Call {nameof(WithRejectionRate)}(null) before {nameof(WithHeads)}.");
        return new SavTransformer(
            _environment, _state with { Trained = _state.Trained.WithFeatureCount(headCount), Training = _state.Training?.WithHeadCount(headCount) });
    }

    /// <summary>Returns a copy that rejects more or fewer rows, or none. Needs no training.</summary>
    /// <param name="rate">See <see cref="SavEstimator.Options.RejectionRate"/>; <see langword="null"/> to reject none.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rate"/> is not between 0 and 1.</exception>
    /// <exception cref="NotSupportedException">The model was trained without <see cref="SavEstimator.Options.RejectionRate"/>.</exception>
    public SavTransformer WithRejectionRate(double? rate)
    {
        if (Model.RejectOption is { } option)
            return new SavTransformer(_environment, _state with { Trained = _state.Trained with { RejectOption = option.WithRate(rate) } });
        return rate is null ? new SavTransformer(_environment, _state) : throw new NotSupportedException(
            $"The model has no reject option. Train it with {nameof(SavEstimator)}.{nameof(SavEstimator.Options)}.{nameof(SavEstimator.Options.RejectionRate)}; this method then changes the rate.");
    }

    /// <summary>Returns a copy that uses the LMM in the given folder, and searches no other. It must be the LMM of training.</summary>
    /// <param name="folder">Folder of the LMM. Its fingerprint is checked when the first row is scored.</param>
    /// <exception cref="SavLmmNotFoundException">There is no such folder.</exception>
    public SavTransformer WithLmm(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        return new SavTransformer(_environment, _state with { Lmm = _state.Lmm.WithFolder(folder) });
    }

    /// <summary>
    /// Returns a copy that runs the LMM with other options, for example other threads, provider, GPU, batch size or
    /// <see cref="LmmOptions.OptimizedModelFolder"/>. Start from <see cref="LmmOptions"/>:
    /// <code>transformer.WithLmmOptions(transformer.LmmOptions with { ThreadCount = 2 })</code>
    /// </summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentException">
    /// An option that decides the head vectors (<see cref="LmmOptions.Precision"/>, <see cref="LmmOptions.DecoderFile"/>,
    /// <see cref="LmmOptions.HeadTaps"/>, <see cref="LmmOptions.FloatActivations"/>) differs from training.
    /// </exception>
    public SavTransformer WithLmmOptions(LmmOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new SavTransformer(_environment, _state with { Lmm = _state.Lmm.WithOptions(options) });
    }

    /// <summary>
    /// Returns a copy with a feature cache: <see cref="Transform"/>, <c>Evaluate</c> and <c>CrossValidate</c> do not run the LMM for rows that are
    /// in it, and add those that are not. It starts as <see cref="SavEstimator.Options.FeatureCacheFolder"/>, which describes it, and is not saved.
    /// </summary>
    /// <param name="folder">Folder of the cache; <see langword="null"/> for none.</param>
    public SavTransformer WithFeatureCache(string? folder) => new(_environment, _state with { Lmm = _state.Lmm.WithFeatureCache(folder) });

    /// <summary>
    /// Returns a copy that handles rows that cannot be used differently. It starts as <see cref="SavEstimator.Options.OnRowError"/>, and is not saved:
    /// a loaded transformer fails.
    /// </summary>
    /// <param name="action">What happens to such a row.</param>
    /// <param name="skipped">Receives each row that is skipped, from any thread. Without it, the first three are logged.</param>
    public SavTransformer WithOnRowError(RowErrorAction action, IProgress<SavRowException>? skipped = null) =>
        new(_environment, _state with { RowErrors = new RowErrorPolicy(action, skipped) });

    /// <summary>
    /// Writes the classifier, with the part of the LMM that it needs, as one ONNX model that ONNX Runtime runs without this library: pixels
    /// and token ids in, scores and label out.
    /// </summary>
    /// <remarks>
    /// <see cref="MultimodalModel.ExportOnnx"/> describes inputs, outputs and metadata. The output <c>scores</c> equals the score column
    /// within 1e-5; with fp16 and 8-bit decoders, if the session has the options that docs/export.md names. The output <c>label</c> is the
    /// predicted label as a string of <see cref="SavModel.ClassNames"/>, or empty if the row is rejected.
    /// </remarks>
    /// <param name="path">The file. Above 32 MiB of weights, a second file is written beside it, such as <c>model-0123456789abcdef.onnx_data</c>.</param>
    /// <param name="takesRgb">
    /// Whether images are given as bytes: the input <c>rgb</c>, uint8 [images, height, width, 3], replaces <c>pixel_values</c>. Images have the size that
    /// <c>sav.pixels</c> names.
    /// </param>
    /// <param name="cancellationToken">Ends the export early; an earlier one stays as it is. Opening the LMM then ends on its own.</param>
    /// <returns>Full paths of the files that were written.</returns>
    /// <exception cref="ArgumentException">The path is that of a folder or of a file of the LMM.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder of <paramref name="path"/> does not exist.</exception>
    /// <exception cref="SavLmmNotFoundException">The LMM that the model was trained with was not found.</exception>
    /// <exception cref="NotSupportedException">The LMM's graphs cannot be joined, or images cannot be given as bytes.</exception>
    public IReadOnlyList<string> ExportOnnx(string path, bool takesRgb = false, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        using var lmm = UncancellableWork.Run(() => _state.Lmm.Open(_host), cancellationToken);
        var options = new OnnxExportOptions { Prompt = _columns.Prompt, TakesImages = _columns.HasImages, TakesRgb = takesRgb, RejectOption = Model.RejectOption };
        return lmm.Value.ExportOnnx(path, Classifier, Model.ClassNames, options, cancellationToken);
    }

    /// <summary>Closes the LMM, after the rows that are being scored, if no other transformer uses it.</summary>
    public void Dispose() => _heads.Dispose();

    void ICanSaveModel.Save(ModelSaveContext ctx) => TransformerFile.Write(_host, _state, ctx);

    private PromptRowMapper CreateMapper(DataViewSchema input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _columns.Check(input);
        var output = _scorer.AppendColumns(input, _state.KeyValues, Model.ClassNames);
        return new PromptRowMapper(input, output, _columns, ComputeScores, _scorer.CreateGetters())
        {
            Errors = _rowErrors,
            SkippedVector = _scorer.CreateSkippedVector(),
        };
    }

    private float[] ComputeScores(RowPrompt row) => _scorer.Compute(_heads.Extract(row));
}
