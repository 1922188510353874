using System.Numerics.Tensors;

namespace Microsoft.ML.Sav.Heads;

/// <summary>
/// A HEC-V classifier: the mean probability of Gaussian classifiers, one per head, whose classes share a covariance (arXiv 2603.24181). The
/// shared covariance makes each of them a linear map of the head's vector, scaled to length 1, and a softmax. Immutable and thread-safe.
/// </summary>
public sealed class HecClassifier : FeatureClassifier
{
    /// <summary>Shortest length by which a vector is divided.</summary>
    internal const float LeastLength = 1e-12f;

    private readonly float[][] _weights; // [classes][vectorLength]
    private readonly float[][] _biases; // [classes][heads]
    private readonly int[] _exampleCounts;

    /// <summary>Creates a classifier. The arrays are not copied, and must not change afterwards.</summary>
    /// <param name="layout">The heads, best first.</param>
    /// <param name="weights">[classes][<see cref="FeatureLayout.VectorLength"/>]: per head, what its vector of length 1 is multiplied with.</param>
    /// <param name="biases">[classes][heads]: what is added; the sums are the logits of a head's softmax.</param>
    /// <param name="exampleCounts">Number of examples per class. A class with 0 examples scores 0.</param>
    /// <exception cref="ArgumentException">No class has examples, lengths do not fit, or a value is negative or not finite.</exception>
    public HecClassifier(FeatureLayout layout, float[][] weights, float[][] biases, int[] exampleCounts)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(biases);
        ArgumentNullException.ThrowIfNull(exampleCounts);
        var classes = exampleCounts.Length;
        RequireShape(weights, classes, layout.VectorLength, nameof(weights));
        RequireShape(biases, classes, layout.Count, nameof(biases));
        if (exampleCounts.Any(int.IsNegative) || exampleCounts.All(count => count == 0))
            throw new ArgumentException("Expected at least 0 examples per class, and at least one class with examples.", nameof(exampleCounts));
        Layout = layout;
        _weights = weights;
        _biases = biases;
        _exampleCounts = exampleCounts;
    }

    /// <summary>The heads, best first.</summary>
    public override FeatureLayout Layout { get; }

    /// <inheritdoc/>
    public override int ClassCount => _exampleCounts.Length;

    /// <inheritdoc/>
    public override int GetExampleCount(int classIndex) => _exampleCounts[classIndex];

    /// <summary>Weights of a class, <see cref="FeatureLayout.VectorLength"/> floats.</summary>
    public ReadOnlySpan<float> GetWeights(int classIndex) => _weights[classIndex];

    /// <summary>Biases of a class, one per head.</summary>
    public ReadOnlySpan<float> GetBiases(int classIndex) => _biases[classIndex];

    /// <summary>
    /// Computes a score per class: the mean probability over the heads. Heads whose vector has a NaN do not count; without any head, all scores are 0.
    /// </summary>
    /// <param name="vectors">Vectors of one example, as <see cref="Layout"/> orders them.</param>
    /// <param name="scores">Receives <see cref="ClassCount"/> values.</param>
    public override void Score(ReadOnlySpan<float> vectors, Span<float> scores)
    {
        RequireLength(vectors);
        Span<double> sums = new double[ClassCount];
        Span<double> probabilities = new double[ClassCount];
        for (var position = 0; position < Layout.Count; position++)
        {
            ComputeLogits(Layout.Slice(vectors, position), position, probabilities);
            if (Softmax.TryCompute(probabilities))
                TensorPrimitives.Add(sums, probabilities, sums);
        }
        DivideByTotal(sums, scores);
    }

    /// <summary>Computes the probabilities of each head as a share of the scores.</summary>
    /// <param name="vectors">Vectors of one example, as <see cref="Layout"/> orders them.</param>
    /// <returns>[heads][classes]</returns>
    public override float[][] ComputeContributions(ReadOnlySpan<float> vectors)
    {
        RequireLength(vectors);
        var perHead = new double[Layout.Count][];
        for (var position = 0; position < perHead.Length; position++)
        {
            var probabilities = new double[ClassCount];
            ComputeLogits(Layout.Slice(vectors, position), position, probabilities);
            perHead[position] = Softmax.TryCompute(probabilities) ? probabilities : new double[ClassCount];
        }
        return DivideByTotal(perHead);
    }

    private protected override FeatureClassifier Truncate(int count)
    {
        var layout = Layout.Subset(Enumerable.Range(0, count));
        return new HecClassifier(
            layout, Array.ConvertAll(_weights, values => values[..layout.VectorLength]), Array.ConvertAll(_biases, values => values[..count]), _exampleCounts);
    }

    private void ComputeLogits(ReadOnlySpan<float> vector, int position, Span<double> logits)
    {
        var length = Math.Max(TensorPrimitives.Norm(vector), LeastLength);
        for (var c = 0; c < ClassCount; c++)
        {
            logits[c] = _exampleCounts[c] == 0
                ? double.NegativeInfinity
                : (TensorPrimitives.Dot(vector, Layout.Slice(_weights[c], position)) / length) + _biases[c][position];
        }
    }

    private static void RequireShape(float[][] values, int rows, int columns, string name)
    {
        if (rows == 0 || values.Length != rows || values.Any(row => row.Length != columns))
            throw new ArgumentException($"Expected {columns} floats for each of {rows} classes, and at least one class.", name);
        if (values.Any(row => !row.All(float.IsFinite)))
            throw new ArgumentException("Values should be finite.", name);
    }
}
