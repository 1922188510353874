using System.Buffers;
using System.Numerics.Tensors;
using Microsoft.ML.Sav.Heads.Vectors;

namespace Microsoft.ML.Sav.Heads;

/// <summary>Dot products of a few examples with every class direction, at consecutive heads one after the other.</summary>
internal sealed class HeadProducts : IDisposable
{
    private readonly ClassDirections _directions;
    private readonly Range _heads;
    private readonly ArraySegment<float>[] _vectors = new ArraySegment<float>[MatrixProduct.RowCount]; // [rows][the heads' sizes]
    private readonly float[][] _buffers;
    private readonly float[] _products; // [rows, columns] of the head last multiplied
    private readonly int _columns;
    private int _position;

    /// <param name="directions">The class means.</param>
    /// <param name="heads">Positions of the heads in the layout, one after the other.</param>
    public HeadProducts(ClassDirections directions, Range heads)
    {
        _directions = directions;
        _heads = heads;
        _columns = MatrixProduct.PaddedColumns(directions.ClassCount);
        _products = ArrayPool<float>.Shared.Rent(MatrixProduct.RowCount * _columns);
        var last = heads.End.Value - 1;
        var length = StartOf(last) + directions.Layout[last].Size;
        _buffers = Array.ConvertAll(_vectors, _ => ArrayPool<float>.Shared.Rent(length));
    }

    /// <summary>Number of examples, at most <see cref="MatrixProduct.RowCount"/>.</summary>
    public int Count { get; private set; }

    /// <summary>Turns to the examples of a block that begin with <paramref name="first"/>.</summary>
    public void Read(IVectorBlock examples, int first)
    {
        Count = Math.Min(MatrixProduct.RowCount, examples.Count - first);
        for (var row = 0; row < _vectors.Length; row++)
            _vectors[row] = row < Count ? examples.Vectors(first + row, _heads, _buffers[row]) : _vectors[0];
    }

    /// <summary>Computes the dot products of a head.</summary>
    public void Multiply(int position)
    {
        _position = position;
        MatrixProduct.Multiply(_vectors, StartOf(position), _directions.Of(position), _products, _directions.Layout[position].Size);
    }

    /// <summary>Dot products of an example at the head last multiplied, one a class; not a number for a class without examples.</summary>
    public ReadOnlySpan<float> Of(int row) => _products.AsSpan(row * _columns, _directions.ClassCount);

    /// <summary>Length of an example's vector at the head last multiplied.</summary>
    public float Norm(int row) => TensorPrimitives.Norm<float>(_vectors[row].AsSpan(StartOf(_position), _directions.Layout[_position].Size));

    public void Dispose()
    {
        ArrayPool<float>.Shared.Return(_products);
        foreach (var buffer in _buffers)
            ArrayPool<float>.Shared.Return(buffer);
    }

    private int StartOf(int position) => _directions.Layout.OffsetOf(position) - _directions.Layout.OffsetOf(_heads.Start.Value);
}
