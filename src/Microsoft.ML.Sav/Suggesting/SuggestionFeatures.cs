using Microsoft.ML.Runtime;
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
    private readonly Lease<MultimodalModel> _lmm;

    public SuggestionFeatures(IHostEnvironment environment, SavEstimator.Options options)
    {
        (_environment, _options) = (environment, options);
        _lmm = SharedLmms.Open(options.Lmm ?? DefaultLmm.Find(), options.LmmOptions, environment);
        Compared = ComparedFeatures.Choose(_lmm.Value.Features, options.ImageColumnName is not null, options.TextColumnName is not null);
    }

    /// <summary>The features that rows are compared by.</summary>
    private FeatureLayout Compared { get; }

    /// <summary>Vectors of length 1 of all rows, for comparison.</summary>
    public float[][] ExtractUnitVectors(SuggestionRows rows) =>
        [.. Extract(Compared, rows, [.. Enumerable.Range(0, rows.Classes.Count)]).Select(row => UnitVectors.Create(Compared, row.Vectors))];

    /// <summary>Trains a classifier on the labelled rows.</summary>
    /// <returns>The classifier, and a vector of length 1 per labelled row.</returns>
    public (TrainedClassifier Trained, float[][] UnitVectors) Train(SuggestionRows rows)
    {
        var candidates = _options.ImageColumnName is null ? new FeatureLayout(_lmm.Value.Features.Where(feature => feature.IsHead)) : _lmm.Value.Features;
        int[] compared = [.. Compared.Select(candidates.FindPosition)];
        using var support = new SupportSet(candidates, rows.ClassCount, _options.MemoryLimit);
        var unitVectors = new List<float[]>();
        foreach (var (row, vectors) in Extract(candidates, rows, rows.Labelled))
        {
            support.Add(vectors, rows.Classes[row]);
            unitVectors.Add(UnitVectors.Create(Compared, candidates.Gather(vectors, compared)));
        }
        var options = new ClassifierOptions { HeadCount = _options.HeadCount };
        return (ClassifierTrainer.Train(support, options, _options.CancellationToken), [.. unitVectors]);
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
        foreach (var extraction in extractor.ExtractAll(rows.ReadPrompts(positions), row => row.Prompt.Prompt, _options.CancellationToken))
        {
            var (row, prompt) = extraction.Item;
            yield return (row, extraction.Vectors ?? throw prompt.CreateRowException(extraction.Error!));
            progress.Advance();
            MachineLearningEnvironment.ThrowIfCanceled(_environment);
        }
    }
}
