namespace Microsoft.ML.Sav.Heads;

/// <summary>
/// Says which heads the floats of one example hold: the heads' vectors lie one after the other, in the order of the layout.
/// Layers may differ in the number and the size of their heads.
/// </summary>
public sealed class HeadLayout : IEquatable<HeadLayout>
{
    private readonly Head[] _heads;
    private readonly int[] _offsets;

    /// <summary>Creates a layout of the given heads, in the given order.</summary>
    /// <exception cref="ArgumentException">There is no head, a head is named twice, or a number is out of range.</exception>
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
                throw new ArgumentException($"Head {head} is named twice.", nameof(heads));
            _offsets[i] = VectorLength;
            VectorLength = checked(VectorLength + head.Size);
        }
    }

    /// <summary>A layout of <paramref name="layers"/> layers with <paramref name="heads"/> heads of <paramref name="headSize"/> each.</summary>
    public static HeadLayout Uniform(int layers, int heads, int headSize) =>
        new(from layer in Enumerable.Range(0, layers) from head in Enumerable.Range(0, heads) select new Head(layer, head, headSize));

    /// <summary>Number of heads.</summary>
    public int Count => _heads.Length;

    /// <summary>Number of floats of one example: the sum of the heads' sizes.</summary>
    public int VectorLength { get; }

    /// <summary>The heads, in order.</summary>
    public IReadOnlyList<Head> Heads => _heads;

    /// <summary>The head at a position of this layout.</summary>
    public Head this[int position] => _heads[position];

    /// <summary>Where the vector of the head at <paramref name="position"/> starts.</summary>
    public int OffsetOf(int position) => _offsets[position];

    /// <summary>The vector of the head at <paramref name="position"/> within the floats of one example.</summary>
    public ReadOnlySpan<float> Slice(ReadOnlySpan<float> example, int position) =>
        example.Slice(_offsets[position], _heads[position].Size);

    /// <summary>A layout of the heads at the given positions, in that order.</summary>
    public HeadLayout Select(IEnumerable<int> positions) => new(positions.Select(position => _heads[position]));

    /// <summary>Copies the vectors of the heads at the given positions, in that order, out of one example's floats.</summary>
    public float[] Gather(ReadOnlySpan<float> example, IReadOnlyList<int> positions)
    {
        var gathered = new float[positions.Sum(position => _heads[position].Size)];
        var next = 0;
        foreach (var position in positions)
        {
            Slice(example, position).CopyTo(gathered.AsSpan(next));
            next += _heads[position].Size;
        }
        return gathered;
    }

    /// <summary>Positions of consecutive heads that have about <paramref name="length"/> floats together, for all heads.</summary>
    internal Range[] Groups(int length)
    {
        var groups = new List<Range>();
        for (var start = 0; start < Count;)
        {
            var end = start + 1;
            while (end < Count && _offsets[end] + _heads[end].Size - _offsets[start] <= length)
                end++;
            groups.Add(start..end);
            start = end;
        }
        return [.. groups];
    }

    /// <summary>Position of a head in this layout, or -1.</summary>
    public int PositionOf(Head head) => Array.IndexOf(_heads, head);

    /// <inheritdoc/>
    public bool Equals(HeadLayout? other) => other is not null && _heads.AsSpan().SequenceEqual(other._heads);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as HeadLayout);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Count, VectorLength, _heads[0], _heads[^1]);
}
