using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Reliability.Soaking;

/// <summary>A task: rows, an LMM, and what one thread alone predicts with them.</summary>
internal sealed class SoakTask : IDisposable
{
    private const int TrainingRows = 6;

    private readonly MLContext _context = new();
    private readonly SoakRow[] _rows;
    private readonly string _lmm;
    private readonly ClassifierKind _kind;
    private readonly string _file;

    private SoakTask(string name, string folder, SoakRow[] rows, string lmm, ClassifierKind kind)
    {
        (Name, _rows, _lmm, _kind) = (name, rows, lmm, kind);
        _file = Path.Combine(folder, name + ".zip");
        Transformer = Fit(CancellationToken.None);
        _context.Model.Save(Transformer, null, _file);
        Expected = Predict(Transformer, rows);
    }

    /// <summary>Name of the task.</summary>
    public string Name { get; }

    /// <summary>The transformer that all threads share.</summary>
    public SavTransformer Transformer { get; }

    /// <summary>Scores of each row, as one thread alone computes them.</summary>
    public float[][] Expected { get; }

    /// <summary>Creates the tasks: photos and texts, by heads and by image features, of three LMMs.</summary>
    /// <param name="folder">Folder for saved models.</param>
    public static IReadOnlyList<SoakTask> CreateAll(string folder)
    {
        var texts = Enumerable.Range(0, 16).Select(i => new SoakRow { Text = i % 2 == 0 ? $"Which animal rains {i}?" : $"Will it have legs? {new string('x', i)}", Label = i % 2 == 0 ? "weather" : "animals" });
        string[] classes = ["bag", "trouser"];
        var photos =
            from number in Enumerable.Range(0, 6)
            from name in classes
            select new SoakRow { ImagePath = Path.Combine(Repository.Root, "samples", "data", "fashion-mnist", "test", name, $"{number:00}.png"), Label = name };
        return
        [
            new SoakTask("texts", folder, [.. texts], Repository.Fixture("llama_text"), ClassifierKind.Auto),
            new SoakTask("photos", folder, [.. photos], Repository.Fixture("smolvlm"), ClassifierKind.SparseAttentionVectors),
            new SoakTask("embedded-lmm", folder, [.. photos], Repository.EmbeddedLmm, ClassifierKind.Auto),
        ];
    }

    /// <summary>Trains again.</summary>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    public SavTransformer Fit(CancellationToken cancellationToken)
    {
        var context = new MLContext();
        var data = context.Transforms.Conversion.MapValueToKey(nameof(SoakRow.Label)).Fit(context.Data.LoadFromEnumerable(_rows.Take(TrainingRows)))
            .Transform(context.Data.LoadFromEnumerable(_rows.Take(TrainingRows)));
        var hasImages = _rows[0].ImagePath.Length > 0;
        var options = new SavEstimator.Options
        {
            Lmm = _lmm,
            ImageColumnName = hasImages ? nameof(SoakRow.ImagePath) : null,
            TextColumnName = hasImages ? null : nameof(SoakRow.Text),
            Classifier = _kind,
            HeadCount = 4,
            CancellationToken = cancellationToken,
        };
        return context.MulticlassClassification.Trainers.Sav(options).Fit(data);
    }

    /// <summary>Loads the saved model.</summary>
    public SavTransformer Load() => (SavTransformer)new MLContext().Model.Load(_file, out _);

    /// <summary>Predicts some rows, one after the other or all at once, and counts those whose scores differ from <see cref="Expected"/> in any bit.</summary>
    public int CountDifferences(SavTransformer transformer, IReadOnlyList<int> rows) =>
        Predict(transformer, [.. rows.Select(row => _rows[row])]).Zip(rows, (scores, row) => scores.AsSpan().SequenceEqual(Expected[row]) ? 0 : 1).Sum();

    public void Dispose() => Transformer.Dispose();

    private static float[][] Predict(SavTransformer transformer, IReadOnlyList<SoakRow> rows)
    {
        var context = new MLContext();
        if (rows.Count > 1)
            return [.. context.Data.CreateEnumerable<SoakPrediction>(transformer.Transform(context.Data.LoadFromEnumerable(rows)), reuseRowObject: false).Select(row => row.Score)];
        using var engine = context.Model.CreatePredictionEngine<SoakRow, SoakPrediction>(transformer, new PredictionEngineOptions { OwnsTransformer = false });
        return [engine.Predict(rows[0]).Score];
    }
}
