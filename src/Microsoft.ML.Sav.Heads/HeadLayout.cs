using System.Collections;

namespace Microsoft.ML.Sav.Heads;

/// <summary>
/// The heads whose vectors the floats of one example hold, one vector after the other. Layers may differ in the number and the size of
/// their heads. Immutable; two layouts are equal if they have the same heads in the same order.
/// </summary>
public sealed class HeadLayout : IReadOnlyList<Head>, IEquatable<HeadLayout>
{
    private readonly Head[] _heads;
    private readonly int[] _offsets;

    /// <summary>Creates a layout of heads.</summary>
    /// <param name="heads">The heads, in the order of their vectors.</param>
    /// <exception cref="ArgumentException">There is no head, a head occurs twice, or a layer, index or size is out of range.</exception>
    /// <exception cref="OverflowException">The vectors have more than <see cref="int.MaxValue"/> floats.</exception>
    public HeadLayout(IEnumerable<Head> heads)
    {
        ArgumentNullException.ThrowIfNull(heads);
        _heads = [.. heads];
        if (_heads.Length == 0)
            throw new ArgumentException("A layout needs at least one head.", nameof(heads));

        _offsets = new int[_heads.Length];
        var seen = new HashSet<(int, int)>();
        foreach (var (i, head) in _heads.Index())
        {
            if (head.Layer < 0 || head.Index < 0 || head.Size <= 0)
                throw new ArgumentException($"Head {head} of size {head.Size} is out of range.", nameof(heads));
            if (!seen.Add((head.Layer, head.Index)))
                throw new ArgumentException($"Head {head} occurs twice.", nameof(heads));
            _offsets[i] = VectorLength;
            VectorLength = checked(VectorLength + head.Size);
        }
    }

    /// <summary>Creates a layout in which all layers have the same heads, ordered by layer.</summary>
    /// <param name="layers">Number of layers.</param>
    /// <param name="heads">Number of heads per layer.</param>
    /// <param name="headSize">Number of floats per head.</param>
    public static HeadLayout CreateUniform(int layers, int heads, int headSize) =>
        new(from layer in Enumerable.Range(0, layers) from head in Enumerable.Range(0, heads) select new Head(layer, head, headSize));

    /// <summary>Number of heads.</summary>
    public int Count => _heads.Length;

    /// <summary>Number of floats per example: the sum of the heads' sizes.</summary>
    public int VectorLength { get; }

    /// <summary>The head at a position.</summary>
    public Head this[int position] => _heads[position];

    /// <summary>Index of the first float of the vector at a position.</summary>
    public int GetOffset(int position) => _offsets[position];

    /// <summary>Position of a head, or -1 if the layout does not have it.</summary>
    public int FindPosition(Head head) => Array.IndexOf(_heads, head);

    /// <summary>The vector at a position.</summary>
    /// <param name="vectors">The floats of one example.</param>
    /// <param name="position">Position of the head.</param>
    public ReadOnlySpan<float> Slice(ReadOnlySpan<float> vectors, int position) => vectors.Slice(_offsets[position], _heads[position].Size);

    /// <summary>A layout of the heads at some positions, in that order.</summary>
    public HeadLayout Subset(IEnumerable<int> positions) => new(positions.Select(position => _heads[position]));

    /// <summary>Copies the vectors at some positions, in that order: the floats of <see cref="Subset"/>.</summary>
    /// <param name="vectors">The floats of one example.</param>
    /// <param name="positions">Positions of the heads.</param>
    public float[] Gather(ReadOnlySpan<float> vectors, IReadOnlyList<int> positions)
    {
        var gathered = new float[positions.Sum(position => _heads[position].Size)];
        var next = 0;
        foreach (var position in positions)
        {
            Slice(vectors, position).CopyTo(gathered.AsSpan(next));
            next += _heads[position].Size;
        }
        return gathered;
    }

    /// <summary>Splits all positions into ranges of at most <paramref name="maxLength"/> floats, or of one longer head.</summary>
    internal Range[] SplitIntoGroups(int maxLength)
    {
        var groups = new List<Range>();
        for (var start = 0; start < Count;)
        {
            var end = start + 1;
            while (end < Count && _offsets[end] + _heads[end].Size - _offsets[start] <= maxLength)
                end++;
            groups.Add(start..end);
            start = end;
        }
        return [.. groups];
    }

    /// <inheritdoc/>
    public IEnumerator<Head> GetEnumerator() => _heads.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(HeadLayout? other) => other is not null && _heads.AsSpan().SequenceEqual(other._heads);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as HeadLayout);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Count, VectorLength, _heads[0], _heads[^1]);
}
