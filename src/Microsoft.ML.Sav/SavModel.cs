using Microsoft.ML.Sav.Columns;
using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav;

/// <summary>The result of training: the attention heads that separate the classes best. Immutable.</summary>
public sealed class SavModel
{
    internal SavModel(HeadSelection selection, KeyValues? keyValues)
    {
        (Classifier, var successCounts) = selection;
        Heads = [.. Classifier.Layout.Select((head, position) => new SavHead(head, successCounts[position]))];
        ClassNames = keyValues?.ToText() ?? [.. Enumerable.Range(1, ClassCount).Select(key => $"{key}")];
        ExampleCounts = [.. Enumerable.Range(0, ClassCount).Select(Classifier.Means.GetExampleCount)];
    }

    /// <summary>The selected heads, best first.</summary>
    public IReadOnlyList<SavHead> Heads { get; }

    /// <summary>Number of classes, that is, of the label's key values.</summary>
    public int ClassCount => Classifier.ClassCount;

    /// <summary>The label's key values as strings, in the order of the scores. If the label has none, its keys, from 1.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Number of training examples per class. A class without examples is never predicted and scores 0.</summary>
    public IReadOnlyList<int> ExampleCounts { get; }

    /// <summary>Which class wins if several have the same number of votes.</summary>
    public VoteTieRule TieRule => Classifier.TieRule;

    internal SavClassifier Classifier { get; }
}
