using System.Buffers;
using System.Numerics.Tensors;
using Microsoft.ML.Sav.Heads.Vectors;

namespace Microsoft.ML.Sav.Heads;

/// <summary>Dot products of some examples with every class direction, at consecutive heads one after the other.</summary>
internal sealed class HeadProducts : IDisposable
{
    private readonly ClassDirections _directions;
    private readonly int _rows;
    private readonly int _columns;
    private readonly int _start;
    private readonly float[] _vectors; // [heads][rows, size]
    private readonly float[] _products; // [rows, columns] of the head last multiplied
    private int _position;

    /// <param name="examples">The examples.</param>
    /// <param name="directions">The class means.</param>
    /// <param name="heads">Positions of the heads in the layout, one after the other.</param>
    public HeadProducts(IVectorBlock examples, ClassDirections directions, Range heads)
    {
        var layout = directions.Layout;
        var (first, last) = (heads.Start.Value, heads.End.Value - 1);
        _directions = directions;
        _rows = MatrixProduct.PaddedRows(examples.Count);
        _columns = MatrixProduct.PaddedColumns(directions.ClassCount);
        _start = layout.OffsetOf(first);
        _vectors = ArrayPool<float>.Shared.Rent(_rows * (layout.OffsetOf(last) + layout[last].Size - _start));
        _products = ArrayPool<float>.Shared.Rent(_rows * _columns);

        // one example after the other, whose heads lie side by side: memory is slow to read in other orders
        for (var i = 0; i < examples.Count; i++)
        {
            for (var position = first; position <= last; position++)
                examples.CopyHead(i, position, Vector(position, i));
        }
    }

    /// <summary>Computes the dot products of a head.</summary>
    public void Multiply(int position)
    {
        _position = position;
        var size = _directions.Layout[position].Size;
        MatrixProduct.Multiply(_vectors.AsSpan(OffsetOf(position), _rows * size), _directions.Of(position), _products, size);
    }

    /// <summary>Dot products of an example at the head last multiplied, one a class; not a number for a class without examples.</summary>
    public ReadOnlySpan<float> Of(int example) => _products.AsSpan(example * _columns, _directions.ClassCount);

    /// <summary>Length of an example's vector at the head last multiplied.</summary>
    public float Norm(int example) => TensorPrimitives.Norm<float>(Vector(_position, example));

    public void Dispose()
    {
        ArrayPool<float>.Shared.Return(_vectors);
        ArrayPool<float>.Shared.Return(_products);
    }

    private Span<float> Vector(int position, int example)
    {
        var size = _directions.Layout[position].Size;
        return _vectors.AsSpan(OffsetOf(position) + (example * size), size);
    }

    private int OffsetOf(int position) => _rows * (_directions.Layout.OffsetOf(position) - _start);
}
