using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Results.Features;

namespace Microsoft.ML.Sav.Results.Methods;

/// <summary>A classifier of this library.</summary>
/// <param name="name">What the results call it.</param>
/// <param name="features">The features of all rows.</param>
/// <param name="options">How to train.</param>
internal sealed class LibraryMethod(string name, FeatureTable features, ClassifierOptions options) : Method(name)
{
    /// <inheritdoc/>
    public override float[][] Score(int[] training, int[] test)
    {
        using var support = new SupportSet(features.Layout, features.DataSet.Classes.Count, memoryLimit: long.MaxValue);
        foreach (var row in training)
            support.Add(features.Rows[row], features.DataSet.GetClass(row));
        var classifier = ClassifierTrainer.Train(support, options).Classifier;
        int[] positions = [.. classifier.Layout.Select(features.Layout.FindPosition)];
        return [.. test.AsParallel().AsOrdered().Select(row =>
        {
            var scores = new float[classifier.ClassCount];
            classifier.Score(features.Layout.Gather(features.Rows[row], positions), scores);
            return scores;
        })];
    }
}
