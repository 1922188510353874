using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Scoring;

namespace Microsoft.ML.Sav;

/// <summary>What training found: the attention heads that tell the classes apart best, and the class means there. Immutable.</summary>
public sealed class SavModel
{
    private readonly HeadSelection _selection;

    internal SavModel(HeadSelection selection, KeyValues? keyValues)
    {
        _selection = selection;
        KeyValues = keyValues;
        var (classifier, successCounts) = selection;
        Heads = [.. classifier.Layout.Zip(successCounts, (head, count) => new SavHead(head, count))];
        ClassNames = keyValues?.ToText() ?? [.. Enumerable.Range(1, classifier.ClassCount).Select(key => $"{key}")];
        ExampleCounts = [.. Enumerable.Range(0, classifier.ClassCount).Select(classifier.Means.GetExampleCount)];
    }

    /// <summary>The heads that vote, best first.</summary>
    public IReadOnlyList<SavHead> Heads { get; }

    /// <summary>Number of classes: of the label's key values.</summary>
    public int ClassCount => Classifier.ClassCount;

    /// <summary>The label's key values as text, in the order of the scores; where the label has none, its keys, from 1.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Number of training examples of each class. A class without any is never predicted and scores 0.</summary>
    public IReadOnlyList<int> ExampleCounts { get; }

    /// <summary>Which class wins among those with equal votes.</summary>
    public VoteTieRule TieRule => Classifier.TieRule;

    internal HeadClassifier Classifier => _selection.Classifier;

    internal KeyValues? KeyValues { get; }

    /// <summary>A model in which only the <paramref name="headCount"/> best heads vote.</summary>
    internal SavModel WithHeads(int headCount) => new(_selection.WithHeadCount(headCount), KeyValues);
}
