using System.Buffers;
using System.Numerics.Tensors;

namespace Microsoft.ML.Sav.Heads;

/// <summary>
/// A linear classifier: the logit of a class is the dot product of its weights with the features, each divided by its length, plus a bias.
/// Scores are the softmax of the logits. Immutable and thread-safe.
/// </summary>
public sealed class LinearClassifier : FeatureClassifier
{
    private readonly float[][] _weights; // [classes][vectorLength]
    private readonly float[] _biases;
    private readonly int[] _exampleCounts;

    /// <summary>Creates a classifier.</summary>
    /// <param name="layout">The features.</param>
    /// <param name="weights">[classes][<see cref="FeatureLayout.VectorLength"/>]; not copied, and must not change afterwards.</param>
    /// <param name="biases">One per class; not copied.</param>
    /// <param name="exampleCounts">Number of training examples per class; not copied. A class without examples scores 0.</param>
    /// <exception cref="ArgumentException">
    /// Lengths do not fit, a weight or bias is NaN or infinite, a count is negative, or no class has examples.
    /// </exception>
    public LinearClassifier(FeatureLayout layout, float[][] weights, float[] biases, int[] exampleCounts)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(biases);
        ArgumentNullException.ThrowIfNull(exampleCounts);
        if (weights.FirstOrDefault(row => row.Length != layout.VectorLength) is { } wrong)
            throw new ArgumentException($"Expected {layout.VectorLength} weights per class, found {wrong.Length}.", nameof(weights));
        if (biases.Length != weights.Length)
            throw new ArgumentException($"Expected one bias for each of {weights.Length} classes, found {biases.Length}.", nameof(biases));
        if (exampleCounts.Length != weights.Length)
            throw new ArgumentException($"Expected a number of examples for each of {weights.Length} classes, found {exampleCounts.Length}.", nameof(exampleCounts));
        if (exampleCounts.FirstOrDefault(int.IsNegative) is < 0 and var negative)
            throw new ArgumentException($"Numbers of examples should be at least 0, found {negative}.", nameof(exampleCounts));
        if (!exampleCounts.Any(count => count > 0))
            throw new ArgumentException("At least one class should have examples, found none.", nameof(exampleCounts));
        if (weights.FirstOrDefault(row => !TensorPrimitives.IsFiniteAll<float>(row)) is not null)
            throw new ArgumentException("Weights should be finite numbers, found NaN or infinity.", nameof(weights));
        if (!TensorPrimitives.IsFiniteAll<float>(biases))
            throw new ArgumentException("Biases should be finite numbers, found NaN or infinity.", nameof(biases));
        Layout = layout;
        _weights = weights;
        _biases = biases;
        _exampleCounts = exampleCounts;
    }

    /// <inheritdoc/>
    public override FeatureLayout Layout { get; }

    /// <inheritdoc/>
    public override int ClassCount => _weights.Length;

    /// <summary>Bias per class.</summary>
    public ReadOnlySpan<float> Biases => _biases;

    /// <summary>Weights of a class, <see cref="FeatureLayout.VectorLength"/> floats, for features divided by their length.</summary>
    public ReadOnlySpan<float> GetWeights(int classIndex) => _weights[classIndex];

    /// <inheritdoc/>
    public override int GetExampleCount(int classIndex) => _exampleCounts[classIndex];

    /// <inheritdoc/>
    public override void Score(ReadOnlySpan<float> vectors, Span<float> scores)
    {
        RequireLength(vectors);
        var normalized = ArrayPool<float>.Shared.Rent(vectors.Length);
        Normalize(vectors, normalized);
        for (var c = 0; c < ClassCount; c++)
        {
            scores[c] = _exampleCounts[c] == 0
                ? float.NegativeInfinity
                : TensorPrimitives.Dot(_weights[c], normalized.AsSpan(0, vectors.Length)) + _biases[c];
        }
        ArrayPool<float>.Shared.Return(normalized);
        var logits = scores[..ClassCount];
        TensorPrimitives.Subtract(logits, TensorPrimitives.Max<float>(logits), logits);
        TensorPrimitives.SoftMax(logits, logits);
    }

    /// <summary>
    /// Computes how much each feature adds to the logit of each class. The contributions of all features and the bias add up to the logit,
    /// which does not count for a class without examples.
    /// </summary>
    /// <param name="vectors">Vectors of one example, as <see cref="Layout"/> orders them.</param>
    /// <returns>[features][classes]</returns>
    /// <exception cref="ArgumentException">The vectors have another length.</exception>
    public override float[][] ComputeContributions(ReadOnlySpan<float> vectors)
    {
        RequireLength(vectors);
        var normalized = new float[vectors.Length];
        Normalize(vectors, normalized);
        return [.. Enumerable.Range(0, Layout.Count).Select(position => Array.ConvertAll(
            _weights, weights => TensorPrimitives.Dot(Layout.Slice(weights, position), Layout.Slice(normalized, position))))];
    }

    // A vector of length 0 stays 0.
    private void Normalize(ReadOnlySpan<float> vectors, Span<float> normalized)
    {
        for (var position = 0; position < Layout.Count; position++)
        {
            var vector = Layout.Slice(vectors, position);
            var norm = TensorPrimitives.Norm(vector);
            TensorPrimitives.Multiply(vector, norm > 0 ? 1 / norm : 0, normalized[Layout.GetOffset(position)..]);
        }
    }
}
