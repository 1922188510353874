using Microsoft.ML.Runtime;
using Microsoft.ML.Sav.Columns;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Interop;
using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Models;
using Microsoft.ML.Sav.Storage;

namespace Microsoft.ML.Sav.Training;

/// <summary>Reads the labelled rows of training data.</summary>
/// <param name="environment">The environment.</param>
/// <param name="columns">The columns of the prompt.</param>
/// <param name="data">The rows.</param>
/// <param name="labels">Their labels.</param>
internal sealed class SupportSetReader(IHostEnvironment environment, PromptColumns columns, IDataView data, RowLabels labels)
{
    /// <summary>Whether a row without a label is an error; it is skipped otherwise.</summary>
    public bool RequiresLabels { get; init; }

    /// <summary>Number of classes, that is, of values that the label can have.</summary>
    public int ClassCount => labels.Classes.Count;

    /// <summary>What happens to rows that cannot be used.</summary>
    public RowErrorAction OnRowError { get; init; }

    /// <summary>Counts the rows that are skipped.</summary>
    public SkippedRows Skipped { get; init; } = new(environment, callback: null);

    /// <summary>Positions of the rows that were added to a support set, in their order.</summary>
    public List<long> UsedRows { get; } = [];

    private RowErrorPolicy Errors => new(OnRowError, Skipped);

    /// <summary>Reads rows whose labels are keys.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The label column is missing or is not a key.</exception>
    public static SupportSetReader FromKeys(IHostEnvironment environment, PromptColumns columns, IDataView data, SavEstimator.Options options) =>
        new(environment, columns, data, RowLabels.FromKeys(data.Schema, options.LabelColumnName))
        {
            OnRowError = options.OnRowError,
            Skipped = new SkippedRows(environment, options.SkippedRows),
        };

    /// <summary>Reads the first examples without running the LMM. Does not report rows that are skipped: reading all rows does.</summary>
    public IReadOnlyList<RowPrompt> First(int count)
    {
        var errors = Errors with { Skipped = null };
        return [.. Read(errors).Where(row => errors.Action == RowErrorAction.Fail || row.Row.CanReadImages()).Take(count).Select(row => row.Row)];
    }

    /// <summary>Reads the labelled rows without running the LMM.</summary>
    /// <exception cref="SavRowException">A row cannot be used.</exception>
    public IEnumerable<LabelledRow> Rows() => Read(Errors);

    private IEnumerable<LabelledRow> Read(RowErrorPolicy errors)
    {
        using var cursor = data.GetRowCursor(columns.SelectFrom(data.Schema).Append(labels.Column));
        var readLabel = labels.CreateGetter(cursor);
        var readExample = columns.CreateReader(cursor);
        while (cursor.MoveNext())
        {
            var classIndex = readLabel();
            if (classIndex < 0 && !RequiresLabels)
                continue;
            if (errors.Use(() => classIndex >= 0 ? new LabelledRow(readExample(), classIndex) : throw CreateMissingLabelException(readExample())) is { } row)
                yield return row;
        }
    }

    /// <summary>Runs the labelled rows through the LMM. Every item that is returned has vectors; see <see cref="OnRowError"/> for the others.</summary>
    /// <param name="extractor">Runs the LMM.</param>
    /// <param name="progress">Is notified of each row.</param>
    /// <param name="cancellationToken">Ends the enumeration early.</param>
    /// <exception cref="SavRowException">A row cannot be used.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    public IEnumerable<HeadExtraction<LabelledRow>> Extract(FeatureExtractor extractor, TrainingProgress progress, CancellationToken cancellationToken)
    {
        foreach (var extraction in extractor.ExtractAll(Rows(), row => row.Row.Prompt, cancellationToken))
        {
            if (Errors.Use(() => extraction.Error is null ? extraction : throw extraction.Item.Row.CreateRowException(extraction.Error)) is { } usable)
                yield return usable;
            progress.Advance();
            MachineLearningEnvironment.ThrowIfCanceled(environment);
        }
    }

    /// <summary>Runs the labelled rows through the LMM, and adds them to a support set.</summary>
    /// <inheritdoc cref="Extract"/>
    /// <param name="support">What to add to.</param>
    /// <param name="kept">Receives the examples, if they are kept.</param>
    /// <param name="extractor">Runs the LMM.</param>
    /// <param name="progress">Is notified of each row.</param>
    /// <param name="cancellationToken">Ends training early.</param>
    /// <returns>Number of rows whose vectors were in the feature cache.</returns>
    public long AddTo(SupportSet support, List<TrainingExample>? kept, FeatureExtractor extractor, TrainingProgress progress, CancellationToken cancellationToken)
    {
        var cached = 0L;
        foreach (var row in Extract(extractor, progress, cancellationToken))
        {
            support.Add(row.GetVectors(), row.Item.Class);
            UsedRows.Add(row.Item.Row.Row);
            if (kept is not null)
            {
                TrainingExamples.RequireCount(support.Layout, support.Count);
                kept.Add(CreateExample(row));
            }
            cached += row.IsFromCache ? 1 : 0;
        }
        return cached;
    }

    /// <summary>Creates the state of a transformer that was trained on the rows.</summary>
    public TransformerState CreateState(
        TrainedClassifier trained, ClassifierOptions options, TrainingExamples? examples, ColumnNames names, SavEstimator.Options estimatorOptions, LmmReference lmm) =>
        new(trained, labels.Classes.Values, names, estimatorOptions.Prompt, lmm)
        {
            MaxTokens = estimatorOptions.MaxTokens,
            RowErrors = new RowErrorPolicy(OnRowError, Skipped.Callback),
            Training = examples is null ? null : new TrainingData(labels.Column.Name, options, examples),
        };

    /// <summary>Creates the example to keep of a row.</summary>
    public static TrainingExample CreateExample(HeadExtraction<LabelledRow> row) =>
        new(row.Item.Row.Prompt.ComputeHash(row.Images!), row.Item.Class, row.GetVectors());

    private SavRowException CreateMissingLabelException(RowPrompt row) => new(row.Row, row.Values, new InvalidDataException(
        $"label column '{labels.Column.Name}' is missing. A MapValueToKey that was trained on earlier rows maps new labels to missing keys: give the labels as values, without it."));
}
