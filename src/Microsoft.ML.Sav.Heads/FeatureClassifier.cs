using System.Numerics.Tensors;

namespace Microsoft.ML.Sav.Heads;

/// <summary>Classifies examples by their features. Implementations are immutable and thread-safe.</summary>
public abstract class FeatureClassifier
{
    private protected FeatureClassifier()
    {
    }

    /// <summary>The features that the classifier uses.</summary>
    public abstract FeatureLayout Layout { get; }

    /// <summary>Number of classes.</summary>
    public abstract int ClassCount { get; }

    /// <summary>Number of training examples of a class.</summary>
    public abstract int GetExampleCount(int classIndex);

    /// <summary>Computes a score per class. Scores are not negative and add up to 1; a class without examples scores 0.</summary>
    /// <param name="vectors">Vectors of one example, as <see cref="Layout"/> orders them.</param>
    /// <param name="scores">Receives <see cref="ClassCount"/> values.</param>
    /// <exception cref="ArgumentException">The vectors have another length.</exception>
    public abstract void Score(ReadOnlySpan<float> vectors, Span<float> scores);

    /// <summary>
    /// Computes what each feature adds to each class. With a bias, the contributions of all features add up to the logit of a linear classifier,
    /// and to the score of others.
    /// </summary>
    /// <param name="vectors">Vectors of one example, as <see cref="Layout"/> orders them.</param>
    /// <returns>[features][classes]</returns>
    /// <exception cref="ArgumentException">The vectors have another length.</exception>
    public abstract float[][] ComputeContributions(ReadOnlySpan<float> vectors);

    /// <summary>Predicts the class with the greatest score.</summary>
    /// <param name="vectors">Vectors of one example, as <see cref="Layout"/> orders them.</param>
    /// <returns>The class index, from 0.</returns>
    /// <exception cref="ArgumentException">The vectors have another length.</exception>
    public int Predict(ReadOnlySpan<float> vectors)
    {
        var scores = new float[ClassCount];
        Score(vectors, scores);
        return TensorPrimitives.IndexOfMax(scores);
    }

    /// <summary>Returns a classifier of the best features only.</summary>
    /// <param name="count">Number of features.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1 or above the number of features.</exception>
    /// <exception cref="NotSupportedException">Classifiers of this kind need all their features.</exception>
    internal FeatureClassifier WithFeatureCount(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Layout.Count);
        return count == Layout.Count ? this : Truncate(count);
    }

    private protected virtual FeatureClassifier Truncate(int count) =>
        throw new NotSupportedException($"A {GetType().Name} needs all its {Layout.Count} features. Train with fewer heads instead.");

    /// <summary>Computes what values contribute to their total, per class; zeros stay zeros.</summary>
    private protected static void DivideByTotal(ReadOnlySpan<double> values, Span<float> shares)
    {
        var total = TensorPrimitives.Sum(values);
        for (var c = 0; c < values.Length; c++)
            shares[c] = total > 0 ? (float)(values[c] / total) : 0;
    }

    /// <summary>Computes what values contribute to their total, per feature and class; zeros stay zeros.</summary>
    private protected static float[][] DivideByTotal(double[][] values)
    {
        var total = values.Sum(ofFeature => ofFeature.Sum());
        return Array.ConvertAll(values, ofFeature => Array.ConvertAll(ofFeature, value => total > 0 ? (float)(value / total) : 0));
    }

    private protected void RequireLength(ReadOnlySpan<float> vectors) => Layout.RequireLength(vectors, nameof(vectors));
}
