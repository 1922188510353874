using Microsoft.ML.Runtime;
using Microsoft.ML.Sav.Columns;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Heads.Suggestions;
using Microsoft.ML.Sav.Interop;
using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Models;
using Microsoft.ML.Sav.Training;

namespace Microsoft.ML.Sav.Suggesting;

/// <summary>Runs the LMM on rows that are compared with each other.</summary>
internal sealed class SuggestionFeatures : IDisposable
{
    private readonly IHostEnvironment _environment;
    private readonly SavEstimator.Options _options;
    private readonly SkippedRows _skipped;
    private readonly Lease<MultimodalModel> _lmm;

    public SuggestionFeatures(IHostEnvironment environment, SavEstimator.Options options)
    {
        (_environment, _options) = (environment, options);
        _skipped = new SkippedRows(environment, options.SkippedRows);
        _lmm = SharedLmms.Open(options.Lmm, options.LmmOptions, environment);
        Compared = ComparedFeatures.Choose(_lmm.Value.Features, options.ImageColumnName is not null, options.TextColumnName is not null);
    }

    /// <summary>The features that rows are compared by.</summary>
    private FeatureLayout Compared { get; }

    /// <summary>Vectors of length 1 of all rows that can be used, for comparison.</summary>
    public IReadOnlyList<(int Row, float[] UnitVector)> ExtractUnitVectors(SuggestionRows rows) =>
        [.. Extract(Compared, rows, [.. Enumerable.Range(0, rows.Classes.Count)]).Select(row => (row.Row, UnitVectors.Create(Compared, row.Vectors)))];

    /// <summary>Trains a classifier on the labelled rows.</summary>
    /// <returns>The classifier, and a vector of length 1 per labelled row that can be used.</returns>
    public (TrainedClassifier Trained, IReadOnlyList<(int Row, float[] UnitVector)> Examples) Train(SuggestionRows rows)
    {
        var candidates = _options.ImageColumnName is null ? new FeatureLayout(_lmm.Value.Features.Where(feature => feature.IsHead)) : _lmm.Value.Features;
        int[] compared = [.. Compared.Select(candidates.FindPosition)];
        using var support = new SupportSet(candidates, rows.ClassCount, _options.MemoryLimit);
        var examples = new List<(int, float[])>();
        foreach (var (row, vectors) in Extract(candidates, rows, rows.Labelled))
        {
            support.Add(vectors, rows.Classes[row]);
            examples.Add((row, UnitVectors.Create(Compared, candidates.Gather(vectors, compared))));
        }
        var options = new ClassifierOptions { HeadCount = _options.HeadCount };
        return (ClassifierTrainer.Train(support, options, _options.CancellationToken), examples);
    }

    /// <summary>Scores the rows without a label.</summary>
    /// <returns>The scores and the vector of length 1 per row.</returns>
    public IEnumerable<(int Row, float[] Scores, float[] UnitVector)> Score(SuggestionRows rows, FeatureClassifier classifier)
    {
        var layout = new FeatureLayout(_lmm.Value.Features.Where(feature => Compared.Contains(feature) || classifier.Layout.Contains(feature)));
        int[] scored = [.. classifier.Layout.Select(layout.FindPosition)];
        int[] compared = [.. Compared.Select(layout.FindPosition)];
        foreach (var (row, vectors) in Extract(layout, rows, rows.Unlabelled))
        {
            var scores = new float[classifier.ClassCount];
            classifier.Score(layout.Gather(vectors, scored), scores);
            yield return (row, scores, UnitVectors.Create(Compared, layout.Gather(vectors, compared)));
        }
    }

    public void Dispose() => _lmm.Dispose();

    private IEnumerable<(int Row, float[] Vectors)> Extract(FeatureLayout layout, SuggestionRows rows, IReadOnlyCollection<int> positions)
    {
        using var channel = _environment.Start("Suggestions");
        using var extractor = _lmm.Value.CreateFeatureExtractor(
            layout, new FeatureExtractorOptions { FeatureCacheFolder = _options.FeatureCacheFolder, TakesImages = _options.ImageColumnName is not null });
        var progress = new TrainingProgress(channel, _options.Progress, positions.Count);
        var errors = new RowErrorPolicy(_options.OnRowError, _skipped);
        foreach (var extraction in extractor.ExtractAll(rows.ReadPrompts(positions, errors), row => row.Prompt.Prompt, _options.CancellationToken))
        {
            var (row, prompt) = extraction.Item;
            if (errors.Use(() => extraction.Vectors ?? throw prompt.CreateRowException(extraction.Error!)) is { } vectors)
                yield return (row, vectors);
            progress.Advance();
            MachineLearningEnvironment.ThrowIfCanceled(_environment);
        }
        _skipped.LogCount(channel);
    }
}
