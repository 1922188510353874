using System.Collections;

namespace Microsoft.ML.Sav.Heads;

/// <summary>
/// The features that the floats of one example hold, one vector after the other. Features may differ in size. Immutable; two layouts are
/// equal if they have the same features in the same order.
/// </summary>
public sealed class FeatureLayout : IReadOnlyList<Feature>, IEquatable<FeatureLayout>
{
    private readonly Feature[] _features;
    private readonly int[] _offsets;

    /// <summary>Creates a layout of features.</summary>
    /// <param name="features">The features, in the order of their vectors.</param>
    /// <exception cref="ArgumentException">There is no feature, a feature occurs twice, or a kind, layer, index or size is out of range.</exception>
    /// <exception cref="OverflowException">The vectors have more than <see cref="int.MaxValue"/> floats.</exception>
    public FeatureLayout(IEnumerable<Feature> features)
    {
        ArgumentNullException.ThrowIfNull(features);
        _features = [.. features];
        if (_features.Length == 0)
            throw new ArgumentException("A layout needs at least one feature.", nameof(features));

        _offsets = new int[_features.Length];
        var seen = new HashSet<(FeatureKind, int, int)>();
        foreach (var (i, feature) in _features.Index())
        {
            if (!Enum.IsDefined(feature.Kind) || feature.Layer < 0 || feature.Index < 0 || feature.Size <= 0)
                throw new ArgumentException($"Feature {feature} of size {feature.Size} is out of range.", nameof(features));
            if (!seen.Add((feature.Kind, feature.Layer, feature.Index)))
                throw new ArgumentException($"Feature {feature} occurs twice.", nameof(features));
            _offsets[i] = VectorLength;
            VectorLength = checked(VectorLength + feature.Size);
        }
    }

    /// <summary>Creates a layout of heads at the last token in which all layers have the same heads, ordered by layer.</summary>
    /// <param name="layers">Number of layers.</param>
    /// <param name="heads">Number of heads per layer.</param>
    /// <param name="headSize">Number of floats per head.</param>
    public static FeatureLayout CreateUniform(int layers, int heads, int headSize) =>
        new(from layer in Enumerable.Range(0, layers) from head in Enumerable.Range(0, heads) select new Feature(layer, head, headSize));

    /// <summary>Number of features.</summary>
    public int Count => _features.Length;

    /// <summary>Number of floats per example: the sum of the features' sizes.</summary>
    public int VectorLength { get; }

    /// <summary>The feature at a position.</summary>
    public Feature this[int position] => _features[position];

    /// <summary>Index of the first float of the vector at a position.</summary>
    public int GetOffset(int position) => _offsets[position];

    /// <summary>Position of a feature, or -1 if the layout does not have it.</summary>
    public int FindPosition(Feature feature) => Array.IndexOf(_features, feature);

    /// <summary>Positions of the features of a kind, in order.</summary>
    public int[] FindPositions(FeatureKind kind) => [.. Enumerable.Range(0, Count).Where(position => _features[position].Kind == kind)];

    /// <summary>The vector at a position.</summary>
    /// <param name="vectors">The floats of one example.</param>
    /// <param name="position">Position of the feature.</param>
    public ReadOnlySpan<float> Slice(ReadOnlySpan<float> vectors, int position) => vectors.Slice(_offsets[position], _features[position].Size);

    /// <summary>A layout of the features at some positions, in that order.</summary>
    public FeatureLayout Subset(IEnumerable<int> positions) => new(positions.Select(position => _features[position]));

    /// <summary>Copies the vectors at some positions, in that order: the floats of <see cref="Subset"/>.</summary>
    /// <param name="vectors">The floats of one example.</param>
    /// <param name="positions">Positions of the features.</param>
    public float[] Gather(ReadOnlySpan<float> vectors, IReadOnlyList<int> positions)
    {
        var gathered = new float[positions.Sum(position => _features[position].Size)];
        var next = 0;
        foreach (var position in positions)
        {
            Slice(vectors, position).CopyTo(gathered.AsSpan(next));
            next += _features[position].Size;
        }
        return gathered;
    }

    /// <summary>Checks that floats can be the vectors of one example.</summary>
    /// <exception cref="ArgumentException">They are not <see cref="VectorLength"/>.</exception>
    internal void RequireLength(ReadOnlySpan<float> vectors, string name)
    {
        if (vectors.Length != VectorLength)
            throw new ArgumentException($"Expected {VectorLength} floats for {Count} features, found {vectors.Length}.", name);
    }

    /// <summary>Splits all positions into ranges of at most <paramref name="maxLength"/> floats, or of one longer feature.</summary>
    internal Range[] SplitIntoGroups(int maxLength)
    {
        var groups = new List<Range>();
        for (var start = 0; start < Count;)
        {
            var end = start + 1;
            while (end < Count && _offsets[end] + _features[end].Size - _offsets[start] <= maxLength)
                end++;
            groups.Add(start..end);
            start = end;
        }
        return [.. groups];
    }

    /// <inheritdoc/>
    public IEnumerator<Feature> GetEnumerator() => _features.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(FeatureLayout? other) => other is not null && _features.AsSpan().SequenceEqual(other._features);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FeatureLayout);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Count, VectorLength, _features[0], _features[^1]);
}
