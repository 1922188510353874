using System.Numerics.Tensors;
using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Storage;

/// <summary>What a transformer keeps of its training, so that it can train again.</summary>
/// <param name="LabelColumn">Name of the label column.</param>
/// <param name="Options">How the classifier was trained.</param>
/// <param name="Examples">The examples.</param>
internal sealed record TrainingData(string LabelColumn, ClassifierOptions Options, TrainingExamples Examples)
{
    /// <summary>Training that selects another number of heads.</summary>
    public TrainingData WithHeadCount(int headCount) => this with { Options = Options with { HeadCount = headCount } };

    /// <summary>What makes it impossible for a classifier to come from it; <see langword="null"/> if nothing does.</summary>
    public string? FindProblem(FeatureClassifier classifier)
    {
        var counts = new int[classifier.ClassCount];
        foreach (var example in Examples)
        {
            if (example.Class < 0 || example.Class >= counts.Length)
                return $"a training example is of class {example.Class} of {counts.Length}.";
            if (!TensorPrimitives.IsFiniteAll(example.Vectors.Span))
                return "a feature of a training example is NaN or infinite.";
            counts[example.Class]++;
        }
        if (!counts.SequenceEqual(Enumerable.Range(0, counts.Length).Select(classifier.GetExampleCount)))
            return "the number of training examples per class is not the classifier's.";
        if (Options.HeadCount < 1 || !Enum.IsDefined(Options.TieRule))
            return $"the head count is {Options.HeadCount} and the tie rule {Options.TieRule}.";
        return classifier.Layout.Any(feature => Examples.Layout.FindPosition(feature) < 0) ? "the training examples lack a feature of the classifier." : null;
    }
}
