using System.Numerics.Tensors;

namespace Microsoft.ML.Sav.Heads.Suggestions;

/// <summary>Finds labels that a classifier trained on the other examples finds less probable than another.</summary>
internal static class LabelDoubts
{
    /// <summary>Returns examples whose own class scores less than another, the least probable label first.</summary>
    /// <param name="trained">A classifier with leave-one-out scores.</param>
    /// <param name="classes">Class of each of its training examples.</param>
    /// <exception cref="NotSupportedException">The classifier has no leave-one-out scores.</exception>
    public static IEnumerable<LabelDoubt> Find(TrainedClassifier trained, IReadOnlyList<int> classes)
    {
        var scores = trained.LeaveOneOutScores
            ?? throw new NotSupportedException($"{classes.Count} examples are too many to score each by a {trained.Report.Kind} classifier trained without it; train {ClassifierKind.Auto}.");
        return Enumerable.Range(0, classes.Count)
            .Where(example => scores[example].Length > 0)
            .Select(example => new LabelDoubt(example, classes[example], TensorPrimitives.IndexOfMax<float>(scores[example]), scores[example]))
            .Where(doubt => doubt.Scores[doubt.Class] < doubt.Scores[doubt.SuggestedClass])
            .OrderBy(doubt => doubt.Scores[doubt.Class]);
    }
}
