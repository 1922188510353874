using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Results.Features;

namespace Microsoft.ML.Sav.Results.Methods;

/// <summary>A classifier of this library that is trained on rows of a table.</summary>
internal sealed class TrainedOnRows
{
    private readonly FeatureTable _features;
    private readonly int[] _positions;

    /// <param name="features">The features of all rows.</param>
    /// <param name="rows">The rows to train on, with their classes.</param>
    /// <param name="options">How to train.</param>
    public TrainedOnRows(FeatureTable features, IEnumerable<(int Row, int Class)> rows, ClassifierOptions options)
    {
        _features = features;
        using var support = new SupportSet(features.Layout, features.DataSet.Classes.Count, memoryLimit: long.MaxValue);
        foreach (var (row, label) in rows)
            support.Add(features.Rows[row], label);
        Trained = ClassifierTrainer.Train(support, options);
        _positions = [.. Trained.Classifier.Layout.Select(features.Layout.FindPosition)];
    }

    public TrainedClassifier Trained { get; }

    /// <summary>Scores rows.</summary>
    /// <returns>[rows][classes]</returns>
    public float[][] Score(IEnumerable<int> rows) => [.. rows.AsParallel().AsOrdered().Select(row =>
    {
        var scores = new float[Trained.Classifier.ClassCount];
        Trained.Classifier.Score(_features.Layout.Gather(_features.Rows[row], _positions), scores);
        return scores;
    })];
}
