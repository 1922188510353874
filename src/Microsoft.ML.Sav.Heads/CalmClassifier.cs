using System.Numerics.Tensors;

namespace Microsoft.ML.Sav.Heads;

/// <summary>
/// A CALM classifier: each head gives every class a probability, the softmax of its cosines with the class means, and counts as much for a
/// class as it is reliable there (arXiv 2602.07077). Immutable and thread-safe.
/// </summary>
public sealed class CalmClassifier : FeatureClassifier
{
    /// <summary>Default temperature of the softmax, as in the paper.</summary>
    public const double DefaultTemperature = 0.07;

    private readonly float[][] _weights; // [heads][classes]

    /// <summary>Creates a classifier.</summary>
    /// <param name="means">Class means of the heads.</param>
    /// <param name="weights">[heads][classes]: weight of each head per class; not copied, and must not change afterwards.</param>
    /// <param name="temperature">Temperature of the softmax. Default: <see cref="DefaultTemperature"/>.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, or a weight is negative or not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="temperature"/> is not a positive number.</exception>
    public CalmClassifier(ClassMeans means, float[][] weights, double temperature = DefaultTemperature)
    {
        ArgumentNullException.ThrowIfNull(means);
        ArgumentNullException.ThrowIfNull(weights);
        RequireTemperature(temperature);
        if (weights.Length != means.Layout.Count || weights.Any(row => row.Length != means.ClassCount))
            throw new ArgumentException($"Expected a weight for each of {means.Layout.Count} heads and {means.ClassCount} classes.", nameof(weights));
        foreach (var (position, row) in weights.Index())
        {
            if (Array.FindIndex(row, weight => weight < 0 || !float.IsFinite(weight)) is >= 0 and var c)
                throw new ArgumentException($"Weights should be at least 0, found {row[c]} for {means.Layout[position]} and class {c}.", nameof(weights));
        }
        Means = means;
        _weights = weights;
        Temperature = temperature;
    }

    /// <summary>The heads, most reliable first.</summary>
    public override FeatureLayout Layout => Means.Layout;

    /// <summary>Class means of the heads.</summary>
    public ClassMeans Means { get; }

    /// <inheritdoc/>
    public override int ClassCount => Means.ClassCount;

    /// <inheritdoc/>
    public override int GetExampleCount(int classIndex) => Means.GetExampleCount(classIndex);

    /// <summary>Temperature of the softmax over cosines.</summary>
    public double Temperature { get; }

    /// <summary>Weights of a head, one per class. Over all heads, the weights of a class with examples add up to 1.</summary>
    /// <param name="position">Position of the head in the layout.</param>
    public ReadOnlySpan<float> GetWeights(int position) => _weights[position];

    /// <summary>
    /// Computes a score per class: the weighted sum of the heads' probabilities, as in the paper, divided by its sum over the classes, so that
    /// scores add up to 1. The class with the greatest score is the paper's. A class without examples scores 0; heads whose vector has a NaN do
    /// not count.
    /// </summary>
    /// <param name="vectors">Vectors of one example, as <see cref="Layout"/> orders them.</param>
    /// <param name="scores">Receives <see cref="ClassCount"/> values.</param>
    public override void Score(ReadOnlySpan<float> vectors, Span<float> scores) => DivideByTotal(ComputeWeightedProbabilities(vectors), scores);

    /// <summary>Computes the weighted probabilities of each head as a share of the scores.</summary>
    /// <param name="vectors">Vectors of one example, as <see cref="Layout"/> orders them.</param>
    /// <returns>[heads][classes]</returns>
    public override float[][] ComputeContributions(ReadOnlySpan<float> vectors) => DivideByTotal(ComputeWeightedProbabilitiesPerHead(vectors));

    /// <summary>Computes the weighted sum of the heads' probabilities per class, which does not add up to 1.</summary>
    internal double[] ComputeWeightedProbabilities(ReadOnlySpan<float> vectors)
    {
        var sums = new double[ClassCount];
        foreach (var values in ComputeWeightedProbabilitiesPerHead(vectors))
            TensorPrimitives.Add<double>(sums, values, sums);
        return sums;
    }

    // [heads][classes]; zeros for a head whose vector has a NaN
    private double[][] ComputeWeightedProbabilitiesPerHead(ReadOnlySpan<float> vectors)
    {
        RequireLength(vectors);
        var weighted = new double[Layout.Count][];
        var cosines = new float[ClassCount];
        for (var position = 0; position < Layout.Count; position++)
        {
            var probabilities = weighted[position] = new double[ClassCount];
            Means.ComputeCosines(position, Layout.Slice(vectors, position), cosines);
            var isNumber = TryComputeProbabilities(Means, cosines, Temperature, probabilities);
            for (var c = 0; c < ClassCount; c++)
                probabilities[c] = isNumber ? _weights[position][c] * probabilities[c] : 0;
        }
        return weighted;
    }

    /// <summary>Computes a head's probability per class from its cosines with the class means; 0 for classes without examples.</summary>
    /// <returns>Whether they are numbers; not so if the head's vector has a NaN.</returns>
    internal static bool TryComputeProbabilities(ClassMeans means, ReadOnlySpan<float> cosines, double temperature, Span<double> probabilities)
    {
        for (var c = 0; c < cosines.Length; c++)
            probabilities[c] = means.GetExampleCount(c) == 0 ? double.NegativeInfinity : cosines[c] / temperature;
        return Softmax.TryCompute(probabilities);
    }

    /// <exception cref="ArgumentOutOfRangeException">The temperature is not a positive number.</exception>
    internal static void RequireTemperature(double temperature)
    {
        if (!double.IsFinite(temperature) || temperature <= 0)
            throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "A temperature should be a positive number.");
    }
}
