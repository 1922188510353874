using Microsoft.ML.Runtime;
using Microsoft.ML.Sav.Columns;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Interop;
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
    /// <param name="onTrained">Receives the classifier, its examples, which are valid during the call, and their rows.</param>
    internal SavTransformer Train(IDataView input, Action<TrainedClassifier, SupportSet, IReadOnlyList<long>>? onTrained = null)
    {
        var (state, lmm) = new TrainingRun(_host, _options, _names, _columns).Run(input, onTrained);
        return new SavTransformer(_host, state, lmm);
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
}
