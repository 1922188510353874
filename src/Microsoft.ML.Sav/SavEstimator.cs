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
/// Trains a classifier from few examples a class with Sparse Attention Vectors (arXiv 2412.00142): a large multimodal model (LMM) looks
/// at each example once, the attention heads that tell the classes apart best are kept, and each of them votes for the class whose mean
/// vector is nearest. The LMM itself is not changed.
/// </summary>
/// <remarks>
/// <para>Input columns: a label (key of any type), and images, a text, or both; see <see cref="Options"/>. Rows without a label are
/// skipped. An example has at least an image or a text.</para>
/// <para>Output columns: the predicted label (key of <see cref="uint"/>, with the label's key values) and the scores (vector of
/// <see cref="float"/>, one for each class in the order of the keys), which add up to 1. The greatest score is always the predicted
/// label's.</para>
/// </remarks>
public sealed partial class SavEstimator : IEstimator<SavTransformer>
{
    private readonly IHost _host;
    private readonly Options _options;
    private readonly ColumnNames _names;
    private readonly ExampleColumns _columns;

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
            _options.ImageColumnName, _options.TextColumnName, _options.PredictedLabelColumnName, _options.ScoreColumnName);
        _columns = new ExampleColumns(_names, _options.Prompt);
        _host = environment.Register(nameof(SavEstimator));
    }

    /// <summary>Trains a classifier. Every labelled row goes through the LMM once, or not at all where it is in the feature cache.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A column is missing or of a wrong type, or the LMM has, within the budgets, fewer heads than are to be kept.
    /// </exception>
    /// <exception cref="DirectoryNotFoundException">The LMM's folder does not exist.</exception>
    /// <exception cref="IOException">The folder of the feature cache cannot be made, or the file of vectors cannot be written.</exception>
    /// <exception cref="InvalidOperationException">The rows with a label are of fewer than two classes.</exception>
    /// <exception cref="SavRowException">A row cannot be used.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    public SavTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Check(ColumnShapes.Of(input.Schema));
        var label = input.Schema[_options.LabelColumnName];

        using var channel = _host.Start("Training");
        var lmm = SharedModel.Use(_options.Lmm, _options.LmmOptions, _host);
        try
        {
            var reader = new SupportSetReader(_host, _columns, input, label);
            var heads = new HeadCandidates(_options, lmm.Model, channel).Find(() => reader.First(PredictionTime.Runs));
            using var support = new SupportSet(heads, LabelColumn.CountClasses(label), _options.MemoryLimit);
            ShowExamples(reader, support, lmm.Model, new TrainingProgress(channel, _options.Progress, input.GetRowCount()), channel);
            if (support.CountClassesWithExamples() < 2)
            {
                throw new InvalidOperationException(
                    $"Training needs labelled rows of at least two classes, but label column '{label.Name}' has {support.Count} labelled rows of {(support.Count == 0 ? "none" : "one")}.");
            }
            var selection = HeadSelection.Create(support, _options.HeadCount, _options.TieRule);
            var model = new SavModel(selection, KeyValues.Of(label, support.ClassCount));
            var kept = string.Join(", ", model.Heads.Select(head => $"{head.Head} ({head.SuccessCount})"));
            channel.Info(MessageSensitivity.None, $"Kept {kept}; in parentheses, of how many of {support.Count} examples a head alone finds the class");
            var reference = new LmmReference(lmm.Model.Folder, null, lmm.Model.Fingerprint, _options.LmmOptions);
            return new SavTransformer(_host, model, _names, _options.Prompt, reference, lmm);
        }
        catch
        {
            lmm.Dispose();
            throw;
        }
    }

    /// <summary>The columns after the transformer, with the input's. Does not open the LMM.</summary>
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

    private void ShowExamples(
        SupportSetReader reader, SupportSet support, MultimodalModel lmm, TrainingProgress progress, IChannel channel)
    {
        channel.Info(MessageSensitivity.None, $"Showing the examples to the LMM in '{lmm.Folder}' ({lmm.Fingerprint})");
        using var extractor = lmm.CreateHeadExtractor(
            support.Layout, new HeadExtractorOptions { FeatureCacheFolder = _options.FeatureCacheFolder, TakesImages = _names.Image is not null });
        foreach (var warning in lmm.Warnings)
            channel.Warning(MessageSensitivity.None, warning);
        var cached = reader.AddTo(support, extractor, progress, _options.CancellationToken);
        if (_options.FeatureCacheFolder is { } folder)
            channel.Info(MessageSensitivity.None, $"The vectors of {cached} of {support.Count} examples were in the feature cache '{folder}'");
    }
}
