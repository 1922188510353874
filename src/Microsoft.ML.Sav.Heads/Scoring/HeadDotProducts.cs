using System.Buffers;
using System.Numerics.Tensors;
using Microsoft.ML.Sav.Heads.VectorStorage;

namespace Microsoft.ML.Sav.Heads.Scoring;

/// <summary>Dot products of a few examples with all packed class means, at one head of a group of neighbouring heads at a time.</summary>
internal sealed class HeadDotProducts : IDisposable
{
    private readonly PackedClassMeans _means;
    private readonly Range _heads;
    private readonly ArraySegment<float>[] _vectors = new ArraySegment<float>[PackedMatrixMultiplication.RowCount]; // [rows][floats of the group]
    private readonly float[][] _buffers;
    private readonly float[] _products; // [rows, padded columns]
    private readonly int _paddedColumnCount;
    private int _position;

    /// <param name="means">The class means.</param>
    /// <param name="heads">Positions of the group's heads in the layout.</param>
    public HeadDotProducts(PackedClassMeans means, Range heads)
    {
        _means = means;
        _heads = heads;
        _paddedColumnCount = PackedMatrixMultiplication.PadColumnCount(means.ColumnCount);
        _products = ArrayPool<float>.Shared.Rent(PackedMatrixMultiplication.RowCount * _paddedColumnCount);
        var last = heads.End.Value - 1;
        var length = GetStart(last) + means.Layout[last].Size;
        _buffers = Array.ConvertAll(_vectors, _ => ArrayPool<float>.Shared.Rent(length));
    }

    /// <summary>Number of examples, at most <see cref="PackedMatrixMultiplication.RowCount"/>.</summary>
    public int Count { get; private set; }

    /// <summary>Reads the next examples of a block, from <paramref name="first"/>.</summary>
    public void Read(IVectorBlock block, int first)
    {
        Count = Math.Min(PackedMatrixMultiplication.RowCount, block.Count - first);
        for (var row = 0; row < _vectors.Length; row++)
            _vectors[row] = row < Count ? block.ReadVectors(first + row, _heads, _buffers[row]) : _vectors[0];
    }

    /// <summary>Computes the dot products at a head.</summary>
    public void Multiply(int position)
    {
        _position = position;
        PackedMatrixMultiplication.Multiply(
            _vectors, GetStart(position), _means.GetPanels(position), _products, _means.Layout[position].Size);
    }

    /// <summary>Dot products of an example at the head that was multiplied last, one per column.</summary>
    public ReadOnlySpan<float> GetProducts(int row) => _products.AsSpan(row * _paddedColumnCount, _means.ColumnCount);

    /// <summary>Computes the length of an example's vector at the head that was multiplied last.</summary>
    public float ComputeNorm(int row) => TensorPrimitives.Norm<float>(_vectors[row].AsSpan(GetStart(_position), _means.Layout[_position].Size));

    public void Dispose()
    {
        ArrayPool<float>.Shared.Return(_products);
        foreach (var buffer in _buffers)
            ArrayPool<float>.Shared.Return(buffer);
    }

    private int GetStart(int position) => _means.Layout.GetOffset(position) - _means.Layout.GetOffset(_heads.Start.Value);
}
