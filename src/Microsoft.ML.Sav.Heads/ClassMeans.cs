using System.Numerics.Tensors;

namespace Microsoft.ML.Sav.Heads;

/// <summary>
/// The mean head vectors of every class, raw: vectors are not normalised before the mean (arXiv 2412.00142, section 3).
/// </summary>
public sealed class ClassMeans
{
    private readonly float[][] _means; // [classes][vectorLength]
    private readonly float[][] _norms; // [classes][heads]
    private readonly int[] _counts;

    /// <summary>Creates class means.</summary>
    /// <param name="layout">The heads.</param>
    /// <param name="means">[classes][<see cref="HeadLayout.VectorLength"/>]; not copied.</param>
    /// <param name="counts">Number of examples behind each mean; a class with 0 examples has no mean and is never the nearest.</param>
    public ClassMeans(HeadLayout layout, float[][] means, int[] counts)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(means);
        ArgumentNullException.ThrowIfNull(counts);
        if (means.Length == 0 || means.Length != counts.Length || means.Any(mean => mean.Length != layout.VectorLength))
            throw new ArgumentException($"Expected a count and {layout.VectorLength} floats for each of at least one class.", nameof(means));
        Layout = layout;
        _means = means;
        _counts = counts;
        _norms = Array.ConvertAll(means, mean => Norms(layout, mean));
    }

    /// <summary>The heads.</summary>
    public HeadLayout Layout { get; }

    /// <summary>Number of classes.</summary>
    public int ClassCount => _means.Length;

    /// <summary>Number of examples of a class.</summary>
    public int CountOf(int classIndex) => _counts[classIndex];

    /// <summary>Length of a class's mean vector at the head at a position of the layout.</summary>
    internal float Norm(int classIndex, int position) => _norms[classIndex][position];

    /// <summary>Mean head vectors of a class, <see cref="HeadLayout.VectorLength"/> floats.</summary>
    public ReadOnlySpan<float> Of(int classIndex) => _means[classIndex];

    /// <summary>The means of the heads at the given positions of the layout, in that order.</summary>
    public ClassMeans Select(IReadOnlyList<int> positions)
    {
        var layout = Layout.Select(positions);
        return new ClassMeans(layout, Array.ConvertAll(_means, mean => Layout.Gather(mean, positions)), [.. _counts]);
    }

    /// <summary>
    /// Cosines of one head's vector with each class mean. 0 where either has no length; not a number for a class without examples.
    /// </summary>
    /// <param name="position">Position of the head in the layout.</param>
    /// <param name="vector">The head's vector.</param>
    /// <param name="cosines">Receives <see cref="ClassCount"/> values.</param>
    public void Cosines(int position, ReadOnlySpan<float> vector, Span<float> cosines)
    {
        var norm = TensorPrimitives.Norm(vector);
        for (var c = 0; c < _means.Length; c++)
        {
            var lengths = norm * _norms[c][position];
            cosines[c] = _counts[c] == 0 ? float.NaN
                : lengths == 0 ? 0
                : TensorPrimitives.Dot(vector, Layout.Slice(_means[c], position)) / lengths;
        }
    }

    /// <summary>Index of the greatest value, the lowest index among equals, or -1 when no value is a number.</summary>
    internal static int Nearest(ReadOnlySpan<float> cosines)
    {
        var nearest = -1;
        for (var c = 0; c < cosines.Length; c++)
        {
            if (!float.IsNaN(cosines[c]) && (nearest < 0 || cosines[c] > cosines[nearest]))
                nearest = c;
        }
        return nearest;
    }

    private static float[] Norms(HeadLayout layout, float[] mean) =>
        [.. Enumerable.Range(0, layout.Count).Select(position => TensorPrimitives.Norm(layout.Slice(mean, position)))];
}
