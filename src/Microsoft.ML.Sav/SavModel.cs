using Microsoft.ML.Sav.Columns;
using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav;

/// <summary>The result of training: the classifier, and how it came about. Immutable.</summary>
public sealed class SavModel
{
    private readonly ConformalPredictor? _conformalPredictor;

    internal SavModel(TrainedClassifier trained, KeyValues? keyValues, TrainingExamples? examples)
    {
        (Classifier, Report) = trained;
        RejectOption = trained.RejectOption;
        _conformalPredictor = trained.ConformalPredictor;
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

    /// <summary>
    /// The prompts of <see cref="SavEstimator.Options.Prompts"/>, lowest log loss first; empty if there were none. Model files do not keep them.
    /// </summary>
    public IReadOnlyList<PromptScore> PromptScores { get; internal init; } = [];

    /// <summary>
    /// When rows are rejected because they look like none of the classes; <see langword="null"/> if <see cref="SavEstimator.Options.RejectionRate"/>
    /// was not set.
    /// </summary>
    public RejectOption? RejectOption { get; }

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

    /// <summary>
    /// The classes that together hold the true one with a chosen probability, by name, the greatest score first: a conformal label set. It may have no class,
    /// for unusual rows, and has all classes if there were fewer than coverage / (1 - coverage) examples.
    /// </summary>
    /// <remarks>
    /// The probability is marginal: over all rows that are like the training rows, not for each class or kind of row. See
    /// <see cref="ConformalPredictor"/>.
    /// </remarks>
    /// <param name="scores">A value of the score column.</param>
    /// <param name="coverage">The probability, above 0 and below 1, for example 0.9.</param>
    /// <exception cref="ArgumentException"><paramref name="scores"/> does not have one value per class.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="coverage"/> is not between 0 and 1.</exception>
    /// <exception cref="NotSupportedException">The model has no leave-one-out scores; the message names the reason.</exception>
    public IReadOnlyList<KeyValuePair<string, float>> GetLabelSet(IReadOnlyList<float> scores, double coverage)
    {
        RequireScores(scores);
        var predictor = _conformalPredictor ?? throw new NotSupportedException(
            "Label sets need leave-one-out scores, which this model lacks: it was trained with one example per class, by an earlier version, "
            + $"or with too many examples for the leave-one-out scores of {ClassifierKind.SparseAttentionVectors} or {ClassifierKind.Hec}.");
        return [.. predictor.SelectClasses(scores, coverage).Select(c => KeyValuePair.Create(ClassNames[c], scores[c]))];
    }

    private void RequireScores(IReadOnlyList<float> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (scores.Count != ClassCount)
            throw new ArgumentException($"Expected a score for each of {ClassCount} classes, found {scores.Count}.", nameof(scores));
    }
}
