using System.Buffers;
using System.Numerics.Tensors;

namespace Microsoft.ML.Sav.Heads;

/// <summary>Class means of length 1, packed for matrix products with many examples.</summary>
internal sealed class ClassDirections : IDisposable
{
    private readonly float[] _panels; // [heads][see MatrixProduct.Pack]; pooled, because memory that was never touched is slow
    private readonly int _columns;

    public ClassDirections(ClassMeans means)
    {
        Layout = means.Layout;
        ClassCount = means.ClassCount;
        _columns = MatrixProduct.PaddedColumns(ClassCount);
        _panels = ArrayPool<float>.Shared.Rent(checked(_columns * Layout.VectorLength));
        Parallel.For(0, Layout.Count, position => Pack(means, position));
    }

    /// <summary>The heads.</summary>
    public HeadLayout Layout { get; }

    /// <summary>Number of classes.</summary>
    public int ClassCount { get; }

    /// <summary>
    /// Directions of the classes at a head, as <see cref="MatrixProduct.Multiply"/> takes them; zero for a mean without length, not a
    /// number for a class without examples.
    /// </summary>
    public ReadOnlySpan<float> Of(int position) => PanelsOf(position);

    public void Dispose() => ArrayPool<float>.Shared.Return(_panels);

    private void Pack(ClassMeans means, int position)
    {
        var direction = new float[means.Layout[position].Size];
        for (var c = 0; c < means.ClassCount; c++)
        {
            var norm = means.CountOf(c) == 0 ? float.NaN : means.Norm(c, position);
            TensorPrimitives.Divide(means.Layout.Slice(means.Of(c), position), norm == 0 ? 1 : norm, direction);
            MatrixProduct.Pack(direction, c, PanelsOf(position));
        }
    }

    private Span<float> PanelsOf(int position) => _panels.AsSpan(_columns * Layout.OffsetOf(position), _columns * Layout[position].Size);
}
