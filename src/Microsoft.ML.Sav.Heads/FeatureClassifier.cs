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

    /// <summary>Computes a score per class. Scores are not negative and add up to 1; a class without examples scores 0.</summary>
    /// <param name="vectors">Vectors of one example, as <see cref="Layout"/> orders them.</param>
    /// <param name="scores">Receives <see cref="ClassCount"/> values.</param>
    /// <exception cref="ArgumentException">The vectors have another length.</exception>
    public abstract void Score(ReadOnlySpan<float> vectors, Span<float> scores);

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

    private protected void RequireLength(ReadOnlySpan<float> vectors)
    {
        if (vectors.Length != Layout.VectorLength)
            throw new ArgumentException($"Expected {Layout.VectorLength} floats for {Layout.Count} features, found {vectors.Length}.", nameof(vectors));
    }
}
