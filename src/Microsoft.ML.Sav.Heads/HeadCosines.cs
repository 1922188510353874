using System.Numerics.Tensors;

namespace Microsoft.ML.Sav.Heads;

/// <summary>
/// Cosines of the examples of a support set with every class mean at one head, computed a block of examples at a time, in the order of
/// the examples. The same values as <see cref="ClassMeans.Cosines"/>, but as matrix products.
/// </summary>
internal sealed class HeadCosines
{
    // a block of vectors of the usual sizes, 64 to 128 floats, stays in the nearest cache
    private const int BlockLength = 64;

    private readonly SupportSet _support;
    private readonly ClassMeans _means;
    private readonly int _position;
    private readonly int _size;
    private readonly float[] _directions; // [classes, size]: class means of length 1
    private readonly float[] _vectors; // [block, size]
    private readonly float[] _cosines; // [block, classes]
    private int _blockStart = -BlockLength;

    public HeadCosines(SupportSet support, ClassMeans means, int position)
    {
        _support = support;
        _means = means;
        _position = position;
        _size = support.Layout[position].Size;
        _directions = new float[means.ClassCount * _size];
        _vectors = new float[BlockLength * _size];
        _cosines = new float[BlockLength * means.ClassCount];
        for (var c = 0; c < means.ClassCount; c++)
        {
            var norm = means.Norm(c, position);
            if (norm > 0)
                TensorPrimitives.Divide(means.Layout.Slice(means.Of(c), position), norm, _directions.AsSpan(c * _size, _size));
        }
    }

    /// <summary>Cosines of an example, one a class; valid until the next call.</summary>
    public ReadOnlySpan<float> Of(int example)
    {
        if (example < _blockStart || example >= _blockStart + BlockLength)
            ComputeBlock(example);
        return _cosines.AsSpan((example - _blockStart) * _means.ClassCount, _means.ClassCount);
    }

    private void ComputeBlock(int start)
    {
        _blockStart = start;
        var count = Math.Min(BlockLength, _support.Count - start);
        for (var i = 0; i < count; i++)
            _support.Layout.Slice(_support.Vectors(start + i), _position).CopyTo(_vectors.AsSpan(i * _size));
        MatrixProduct.MultiplyTransposed(_vectors.AsSpan(0, count * _size), _directions, _cosines.AsSpan(0, count * _means.ClassCount), _size);
        for (var i = 0; i < count; i++)
        {
            var row = _cosines.AsSpan(i * _means.ClassCount, _means.ClassCount);
            var norm = TensorPrimitives.Norm(_vectors.AsSpan(i * _size, _size));
            if (norm > 0)
                TensorPrimitives.Divide(row, norm, row);
            for (var c = 0; c < row.Length; c++)
            {
                if (_means.CountOf(c) == 0 || float.IsNaN(_means.Norm(c, _position)))
                    row[c] = float.NaN;
            }
        }
    }
}
