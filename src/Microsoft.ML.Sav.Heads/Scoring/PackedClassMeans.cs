using System.Buffers;
using System.Numerics.Tensors;

namespace Microsoft.ML.Sav.Heads.Scoring;

/// <summary>
/// Class means scaled to length 1 and packed for <see cref="PackedMatrixMultiplication"/>, one column per class with examples, in the order
/// of the classes.
/// </summary>
internal sealed class PackedClassMeans : IDisposable
{
    private readonly float[] _panels; // [heads][panels of the head]. Pooled: first-touch page faults dominate otherwise.
    private readonly int _paddedColumnCount;
    private readonly int[] _columns; // [classes]

    public PackedClassMeans(ClassMeans means)
    {
        Layout = means.Layout;
        _columns = new int[means.ClassCount];
        for (var c = 0; c < means.ClassCount; c++)
            _columns[c] = means.GetExampleCount(c) == 0 ? -1 : ColumnCount++;
        _paddedColumnCount = PackedMatrixMultiplication.PadColumnCount(ColumnCount);
        _panels = ArrayPool<float>.Shared.Rent(checked(_paddedColumnCount * Layout.VectorLength));
        Parallel.For(0, Layout.Count, position => Pack(means, position));
    }

    /// <summary>The heads.</summary>
    public FeatureLayout Layout { get; }

    /// <summary>Number of classes with examples.</summary>
    public int ColumnCount { get; }

    /// <summary>Column of a class, or -1 if it has no examples.</summary>
    public int GetColumn(int classIndex) => _columns[classIndex];

    /// <summary>The means at a head, packed; a mean of length 0 stays 0.</summary>
    public ReadOnlySpan<float> GetPanels(int position) => GetMutablePanels(position);

    public void Dispose() => ArrayPool<float>.Shared.Return(_panels);

    private void Pack(ClassMeans means, int position)
    {
        var scaled = new float[Layout[position].Size];
        for (var c = 0; c < _columns.Length; c++)
        {
            if (_columns[c] < 0)
                continue;
            var norm = means.GetNorm(c, position);
            TensorPrimitives.Divide(Layout.Slice(means.GetMean(c), position), norm == 0 ? 1 : norm, scaled);
            PackedMatrixMultiplication.Pack(scaled, _columns[c], GetMutablePanels(position));
        }
    }

    private Span<float> GetMutablePanels(int position) =>
        _panels.AsSpan(_paddedColumnCount * Layout.GetOffset(position), _paddedColumnCount * Layout[position].Size);
}
