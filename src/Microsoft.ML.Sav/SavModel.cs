using Microsoft.ML.Sav.Columns;
using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav;

/// <summary>The result of training: the classifier, and how it came about. Immutable.</summary>
public sealed class SavModel
{
    internal SavModel(TrainedClassifier trained, KeyValues? keyValues, TrainingExamples? examples)
    {
        (Classifier, Report) = trained;
        Examples = examples;
        ClassNames = new LabelClasses(keyValues, ClassCount).Names;
        ExampleCounts = [.. Enumerable.Range(0, ClassCount).Select(Classifier.GetExampleCount)];
    }

    /// <summary>What was chosen, and why: features with their scores, experts with their weights, and the quality by leave-one-out.</summary>
    public ClassifierReport Report { get; }

    /// <summary>Number of classes, that is, of the label's key values.</summary>
    public int ClassCount => Classifier.ClassCount;

    /// <summary>The label's key values as strings, in the order of the scores. If the label has none, its keys, from 1.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Number of training examples per class. A class without examples is never predicted and scores 0.</summary>
    public IReadOnlyList<int> ExampleCounts { get; }

    /// <summary>The training examples; <see langword="null"/> if <see cref="SavEstimator.Options.KeepExamples"/> was not set.</summary>
    public TrainingExamples? Examples { get; }

    internal FeatureClassifier Classifier { get; }

    /// <summary>The classes with the greatest scores, by name, greatest first; among equal scores, in the order of the classes.</summary>
    /// <param name="scores">A value of the score column.</param>
    /// <param name="count">Number of classes to return; all if there are fewer.</param>
    /// <exception cref="ArgumentException"><paramref name="scores"/> does not have one value per class.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    public IReadOnlyList<KeyValuePair<string, float>> TopK(IReadOnlyList<float> scores, int count)
    {
        RequireScores(scores);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return [.. ClassNames.Zip(scores, KeyValuePair.Create).OrderByDescending(pair => pair.Value).Take(count)];
    }

    /// <summary>The scores by class name.</summary>
    /// <param name="scores">A value of the score column.</param>
    /// <exception cref="ArgumentException"><paramref name="scores"/> does not have one value per class, or two classes have the same name.</exception>
    public IReadOnlyDictionary<string, float> ToDictionary(IReadOnlyList<float> scores)
    {
        RequireScores(scores);
        return ClassNames.Zip(scores, KeyValuePair.Create).ToDictionary();
    }

    private void RequireScores(IReadOnlyList<float> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (scores.Count != ClassCount)
            throw new ArgumentException($"Expected a score for each of {ClassCount} classes, found {scores.Count}.", nameof(scores));
    }
}
