using Microsoft.ML.Sav.Columns;
using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav;

/// <summary>The result of training: the classifier, and how it came about. Immutable.</summary>
public sealed class SavModel
{
    internal SavModel(TrainedClassifier trained, KeyValues? keyValues)
    {
        (Classifier, Report) = trained;
        ClassNames = keyValues?.ToText() ?? [.. Enumerable.Range(1, ClassCount).Select(key => $"{key}")];
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

    internal FeatureClassifier Classifier { get; }
}
