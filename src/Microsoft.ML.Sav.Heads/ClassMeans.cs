using System.Numerics.Tensors;

namespace Microsoft.ML.Sav.Heads;

/// <summary>
/// Mean head vectors per class. Head vectors are not normalised before they are averaged (arXiv 2412.00142, section 3). Immutable.
/// </summary>
public sealed class ClassMeans
{
    private readonly float[][] _means; // [classes][vectorLength]
    private readonly float[][] _norms; // [classes][heads]; [] for a class without examples
    private readonly int[] _exampleCounts;

    /// <summary>Creates class means.</summary>
    /// <param name="layout">The heads.</param>
    /// <param name="means">[classes][<see cref="FeatureLayout.VectorLength"/>]; not copied, and must not change afterwards.</param>
    /// <param name="exampleCounts">Number of examples per class. A class with 0 examples has no mean, and no vector is nearest to it.</param>
    /// <exception cref="ArgumentException">There is no class, lengths do not fit, or a count is negative.</exception>
    public ClassMeans(FeatureLayout layout, float[][] means, int[] exampleCounts)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(means);
        ArgumentNullException.ThrowIfNull(exampleCounts);
        if (means.Length == 0 || means.Length != exampleCounts.Length || means.Any(mean => mean.Length != layout.VectorLength))
            throw new ArgumentException($"Expected {layout.VectorLength} floats and a number of examples for each of at least one class.", nameof(means));
        if (exampleCounts.FirstOrDefault(int.IsNegative) is < 0 and var negative)
            throw new ArgumentException($"Numbers of examples should be at least 0, found {negative}.", nameof(exampleCounts));
        Layout = layout;
        _means = means;
        _exampleCounts = exampleCounts;
        _norms = [.. means.Select((mean, c) => exampleCounts[c] == 0 ? [] : ComputeNorms(layout, mean))];
    }

    /// <summary>The heads.</summary>
    public FeatureLayout Layout { get; }

    /// <summary>Number of classes.</summary>
    public int ClassCount => _means.Length;

    /// <summary>Number of examples of a class.</summary>
    public int GetExampleCount(int classIndex) => _exampleCounts[classIndex];

    /// <summary>Mean head vectors of a class, <see cref="FeatureLayout.VectorLength"/> floats.</summary>
    public ReadOnlySpan<float> GetMean(int classIndex) => _means[classIndex];

    /// <summary>The means of the heads at some positions of the layout, in that order.</summary>
    public ClassMeans Subset(IReadOnlyList<int> positions)
    {
        var layout = Layout.Subset(positions);
        var noMean = new float[layout.VectorLength];
        return new ClassMeans(
            layout, [.. _means.Select((mean, c) => _exampleCounts[c] == 0 ? noMean : Layout.Gather(mean, positions))], _exampleCounts);
    }

    /// <summary>The means without an example.</summary>
    /// <param name="classIndex">Class of the example, which has others.</param>
    /// <param name="vectors">The example's vectors.</param>
    internal ClassMeans WithoutExample(int classIndex, ReadOnlySpan<float> vectors)
    {
        float[][] means = [.. _means];
        int[] exampleCounts = [.. _exampleCounts];
        var others = --exampleCounts[classIndex];
        means[classIndex] = new float[vectors.Length];
        for (var i = 0; i < vectors.Length; i++)
            means[classIndex][i] = (float)((((others + 1.0) * _means[classIndex][i]) - vectors[i]) / others);
        return new ClassMeans(Layout, means, exampleCounts);
    }

    /// <summary>
    /// Computes the cosine of one head's vector with each class mean: 0 if either has length 0, NaN for a class without examples.
    /// </summary>
    /// <param name="position">Position of the head in the layout.</param>
    /// <param name="vector">The head's vector.</param>
    /// <param name="cosines">Receives <see cref="ClassCount"/> values.</param>
    public void ComputeCosines(int position, ReadOnlySpan<float> vector, Span<float> cosines)
    {
        var norm = TensorPrimitives.Norm(vector);
        for (var c = 0; c < _means.Length; c++)
            cosines[c] = _exampleCounts[c] == 0 ? float.NaN : ComputeCosine(vector, norm, Layout.Slice(_means[c], position), _norms[c][position]);
    }

    /// <summary>Length of the mean vector of a class with examples at a head.</summary>
    internal float GetNorm(int classIndex, int position) => _norms[classIndex][position];

    /// <summary>Index of the greatest value, the lowest among equals; -1 if all are NaN.</summary>
    internal static int FindNearest(ReadOnlySpan<float> cosines)
    {
        var nearest = -1;
        for (var c = 0; c < cosines.Length; c++)
        {
            if (!float.IsNaN(cosines[c]) && (nearest < 0 || cosines[c] > cosines[nearest]))
                nearest = c;
        }
        return nearest;
    }

    private static float ComputeCosine(ReadOnlySpan<float> vector, float norm, ReadOnlySpan<float> mean, float meanNorm)
    {
        var product = norm * meanNorm;
        return product == 0 ? 0 : TensorPrimitives.Dot(vector, mean) / product;
    }

    private static float[] ComputeNorms(FeatureLayout layout, float[] mean) =>
        [.. Enumerable.Range(0, layout.Count).Select(position => TensorPrimitives.Norm(layout.Slice(mean, position)))];
}
