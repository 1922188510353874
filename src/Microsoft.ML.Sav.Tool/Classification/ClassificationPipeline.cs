using Microsoft.ML.Runtime;
using Microsoft.ML.Sav.Heads.Files;
using Microsoft.ML.Sav.Mapping;
using Microsoft.ML.Sav.Report;
using Microsoft.ML.Sav.Tool.Files;
using Microsoft.ML.Sav.Tool.Lmms;
using Microsoft.ML.Sav.Tool.Output;
using Microsoft.ML.Sav.Tool.Rows;

namespace Microsoft.ML.Sav.Tool.Classification;

/// <summary>A classifier as an ML.NET model: label to key, <see cref="SavTransformer"/>, predicted key to label.</summary>
internal sealed class ClassificationPipeline : IDisposable
{
    private readonly MLContext _context;
    private readonly ITransformer _pipeline;
    private readonly CancellationToken _cancellationToken;

    private readonly SkippedRowWarnings? _skipped; // of the transformer, if it was trained here

    private ClassificationPipeline(MLContext context, ITransformer pipeline, CancellationToken cancellationToken, SkippedRowWarnings? skipped = null)
    {
        _context = context;
        _pipeline = pipeline;
        Classifier = pipeline.GetSav();
        _cancellationToken = cancellationToken;
        _skipped = skipped;
    }

    public SavTransformer Classifier { get; }

    /// <summary>Trains a classifier.</summary>
    public static ClassificationPipeline Fit(IReadOnlyList<InputRow> rows, SavEstimator.Options options)
    {
        var context = CreateContext();
        SetColumns(options, rows);
        var skipped = new SkippedRowWarnings { Rows = rows };
        options.SkippedRows = skipped;
        var pipeline = context.Transforms.Conversion.MapValueToKey(nameof(InputRow.Label))
            .Append(context.MulticlassClassification.Trainers.Sav(options))
            .Append(context.Transforms.Conversion.MapKeyToValue(nameof(Prediction.PredictedLabel)));
        var fitted = RowErrors.Locate(() => pipeline.Fit(context.Data.LoadFromEnumerable(rows)), row => rows[row]);
        return new ClassificationPipeline(context, fitted, options.CancellationToken, skipped);
    }

    /// <summary>Loads a classifier.</summary>
    /// <param name="path">The model file.</param>
    /// <param name="gpu">GPU to run the LMM on; <see langword="null"/> for the CPU.</param>
    /// <param name="fallbackToCpu">Whether to run on the CPU if the GPU cannot be used.</param>
    /// <param name="cancellationToken">Cancels predictions.</param>
    /// <exception cref="InvalidDataException">The file is not such a model; the message names it and the cause.</exception>
    public static ClassificationPipeline Load(string path, int? gpu, bool fallbackToCpu, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no model '{path}'.", path);
        RegularFile.Check(path);
        var context = CreateContext();
        (context.GpuDeviceId, context.FallbackToCpu) = (gpu, fallbackToCpu);
        SavModelLocator.Folders = [.. LmmChoice.AllConfigured()];
        var pipeline = Load(context, path, cancellationToken);
        return TransformerSearch.Find<SavTransformer>(pipeline).Count() switch
        {
            1 => new ClassificationPipeline(context, pipeline, cancellationToken),
            0 => throw new InvalidDataException($"'{path}' is an ML.NET model without a {nameof(SavTransformer)}."),
            var count => throw new InvalidDataException($"'{path}' is an ML.NET model with {count} of {nameof(SavTransformer)}; one was expected."),
        };
    }

    /// <summary>Trains on more rows too.</summary>
    public ClassificationPipeline Update(IReadOnlyList<InputRow> rows, ConsoleProgress progress) =>
        Change(rows, (sav, data) => sav.Update(data, progress, _cancellationToken));

    /// <summary>Gives training rows other labels.</summary>
    public ClassificationPipeline Relabel(IReadOnlyList<InputRow> rows) => Change(rows, (sav, data) => sav.Relabel(data));

    /// <summary>Forgets training rows.</summary>
    public ClassificationPipeline Forget(IReadOnlyList<InputRow> rows) => Change(rows, (sav, data) => sav.Forget(data));

    /// <summary>Forgets a class.</summary>
    public ClassificationPipeline Forget(string className) => Change(sav => sav.Forget(className));

    /// <summary>Trains on the examples of another classifier too.</summary>
    public ClassificationPipeline Merge(ClassificationPipeline other) => Change(sav => sav.Merge(other.Classifier));

    /// <summary>Saves the classifier. The same classifier gives the same bytes.</summary>
    public void Save(OutputFile file) => file.Write(stream =>
    {
        _context.Model.Save(_pipeline, _context.Data.LoadFromEnumerable<InputRow>([]).Schema, stream);
        ArchiveTimes.Reset(stream);
    });

    /// <summary>Predicts row by row, as rows are read.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="question">Question of the rows that have none.</param>
    /// <param name="skipErrors">Whether rows that cannot be used are reported and left out.</param>
    /// <exception cref="InvalidDataException">A row lacks the question or image that the model was trained with.</exception>
    public IEnumerable<(InputRow Row, Prediction Prediction)> Predict(IEnumerable<InputRow> rows, string? question = null, bool skipErrors = false)
    {
        var questions = new RowQuestions(Classifier, question);
        var skipped = 0;
        var options = new PredictionEngineOptions { OwnsTransformer = false };
        using var engine = _context.Model.CreatePredictionEngine<InputRow, Prediction>(_pipeline, options);
        foreach (var row in UntilCancelled(rows))
        {
            var complete = skipErrors ? RowErrors.Skip(() => questions.Complete(row)) : questions.Complete(row);
            var prediction = complete is null ? null
                : skipErrors ? RowErrors.Skip(() => engine.Predict(complete), complete)
                : RowErrors.Locate(() => engine.Predict(complete), _ => complete);
            if (prediction is not null)
                yield return (complete!, prediction);
            else
                skipped++;
        }
        SkippedRowWarnings.Summarize(skipped);
    }

    /// <summary>Explains predictions.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="question">Question of the rows that have none.</param>
    /// <exception cref="InvalidDataException">A row lacks the question or image that the model was trained with.</exception>
    public IReadOnlyList<SavExplanation> Explain(IReadOnlyList<InputRow> rows, string? question = null)
    {
        InputRow[] complete = [.. rows.Select(new RowQuestions(Classifier, question).Complete)];
        return RowErrors.Locate(() => Classifier.Explain(_context.Data.LoadFromEnumerable(UntilCancelled(complete))).ToList(), row => rows[row]);
    }

    /// <summary>Compares predictions with labels. The LMM runs once per row.</summary>
    public Evaluation Evaluate(IReadOnlyList<InputRow> rows, ConsoleProgress? progress = null)
    {
        if (_skipped is not null)
            _skipped.Rows = rows;
        var data = _context.Data.LoadFromEnumerable(UntilCancelled(progress?.Count(rows) ?? rows));
        var scored = RowErrors.Locate(
            () => _context.Data.CreateEnumerable<EvaluatedRow>(_pipeline.Transform(data), reuseRowObject: false).ToList(), row => rows[row]);
        // a row that is skipped has no scores
        scored.RemoveAll(row => float.IsNaN(row.Score[0]));
        return Evaluation.Compute(_context, scored, Classifier.Model.ClassNames);
    }

    /// <summary>Returns a pipeline that rejects more or fewer rows.</summary>
    /// <exception cref="NotSupportedException">The model was trained without a rejection rate.</exception>
    public ClassificationPipeline WithRejectionRate(double? rate) => rate is null ? this : Replace(sav => sav.WithRejectionRate(rate));

    /// <summary>Returns a pipeline that keeps the features of rows in a folder.</summary>
    public ClassificationPipeline WithFeatureCache(string? folder) => folder is null ? this : Replace(sav => sav.WithFeatureCache(folder));

    /// <summary>Compares predictions with labels, and describes the model.</summary>
    public SavReport CreateReport(IReadOnlyList<InputRow> rows, ConsoleProgress progress, SavReportOptions options)
    {
        var data = _context.Data.LoadFromEnumerable(UntilCancelled(progress.Count(rows)));
        return RowErrors.Locate(() => SavReport.Create(_pipeline, data, options), row => rows[row]);
    }

    public void Dispose() => Classifier.Dispose();

    /// <summary>Creates a context that prints warnings.</summary>
    public static MLContext CreateContext()
    {
        var context = new MLContext();
        context.Log += (_, message) =>
        {
            if (message.Kind == ChannelMessageKind.Warning)
                Messages.Warn(message.RawMessage);
        };
        return context;
    }

    /// <summary>Sets the columns that the rows have values in.</summary>
    public static void SetColumns(SavEstimator.Options options, IReadOnlyList<InputRow> rows)
    {
        options.ImageColumnName = rows.Any(row => row.ImagePath.Length > 0) ? nameof(InputRow.ImagePath) : null;
        options.TextColumnName = rows.Any(row => row.Text.Length > 0) ? nameof(InputRow.Text) : null;
    }

    private static ITransformer Load(MLContext context, string path, CancellationToken cancellationToken)
    {
        try
        {
            ModelArchive.Check(path, cancellationToken);
            return context.Model.Load(path, out _);
        }
        // ML.NET throws whatever reading the wrong bytes leads to
        catch (Exception exception) when (exception is not (UnauthorizedAccessException or OperationCanceledException))
        {
            throw new InvalidDataException($"'{path}' is not an ML.NET model that can be read: {Messages.Describe(exception)}", exception);
        }
    }

    private ClassificationPipeline Change(IReadOnlyList<InputRow> rows, Func<SavTransformer, IDataView, SavTransformer> change)
    {
        var data = _context.Data.LoadFromEnumerable(UntilCancelled(rows));
        return RowErrors.Locate(() => Change(sav => change(sav, data)), row => rows[row]);
    }

    private ClassificationPipeline Change(Func<SavTransformer, SavTransformer> change) =>
        new(_context, _pipeline.WithSav(change), _cancellationToken, _skipped);

    private ClassificationPipeline Replace(Func<SavTransformer, SavTransformer> change)
    {
        using (this)
            return Change(change);
    }

    private IEnumerable<InputRow> UntilCancelled(IEnumerable<InputRow> rows)
    {
        foreach (var row in rows)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            yield return row;
        }
    }
}
