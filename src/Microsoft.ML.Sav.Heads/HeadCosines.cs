using System.Buffers;
using System.Numerics.Tensors;
using Microsoft.ML.Sav.Heads.Vectors;

namespace Microsoft.ML.Sav.Heads;

/// <summary>
/// Cosines of some examples with every class mean at one head: the same values as <see cref="ClassMeans.Cosines"/>, up to rounding, by
/// one matrix product.
/// </summary>
internal sealed class HeadCosines : IDisposable
{
    private readonly int _classCount;
    private readonly int _columns;
    private readonly float[] _cosines; // [examples, columns]

    /// <param name="examples">The examples.</param>
    /// <param name="directions">The class means.</param>
    /// <param name="position">Position of the head in the layout.</param>
    public HeadCosines(IVectorBlock examples, ClassDirections directions, int position)
    {
        var size = directions.Layout[position].Size;
        var rows = MatrixProduct.PaddedRows(examples.Count);
        _classCount = directions.ClassCount;
        _columns = MatrixProduct.PaddedColumns(_classCount);
        _cosines = ArrayPool<float>.Shared.Rent(rows * _columns);

        var vectors = ArrayPool<float>.Shared.Rent(rows * size); // [examples, size]
        for (var i = 0; i < examples.Count; i++)
            examples.CopyHead(i, position, vectors.AsSpan(i * size, size));
        MatrixProduct.Multiply(vectors.AsSpan(0, rows * size), directions.Of(position), _cosines, size);
        for (var i = 0; i < examples.Count; i++)
        {
            var norm = TensorPrimitives.Norm(vectors.AsSpan(i * size, size));
            if (norm > 0)
                TensorPrimitives.Divide(Row(i), norm, Row(i));
        }
        ArrayPool<float>.Shared.Return(vectors);
    }

    /// <summary>Cosines of an example of the block, one a class; not a number for a class without examples.</summary>
    public ReadOnlySpan<float> Of(int example) => Row(example);

    public void Dispose() => ArrayPool<float>.Shared.Return(_cosines);

    private Span<float> Row(int example) => _cosines.AsSpan(example * _columns, _classCount);
}
