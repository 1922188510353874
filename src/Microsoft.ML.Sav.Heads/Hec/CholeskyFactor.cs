using System.Numerics.Tensors;

namespace Microsoft.ML.Sav.Heads.Hec;

/// <summary>The lower triangular factor L of a symmetric, positive definite matrix LL'.</summary>
internal sealed class CholeskyFactor
{
    private readonly double[] _factor; // [size, size]
    private readonly int _size;

    private CholeskyFactor(double[] factor, int size)
    {
        _factor = factor;
        _size = size;
    }

    /// <summary>Factors a matrix in place.</summary>
    /// <param name="matrix">[size, size], of which the lower triangle is read and replaced.</param>
    /// <param name="size">Number of rows.</param>
    public static CholeskyFactor Compute(double[] matrix, int size)
    {
        for (var row = 0; row < size; row++)
        {
            var current = matrix.AsSpan(row * size, size);
            for (var column = 0; column < row; column++)
            {
                var other = matrix.AsSpan(column * size, size);
                current[column] = (current[column] - TensorPrimitives.Dot<double>(current[..column], other[..column])) / other[column];
            }
            current[row] = Math.Sqrt(current[row] - TensorPrimitives.SumOfSquares<double>(current[..row]));
        }
        return new CholeskyFactor(matrix, size);
    }

    /// <summary>Replaces a vector by the solution x of LL'x = vector.</summary>
    public void Solve(Span<double> vector)
    {
        for (var row = 0; row < _size; row++)
            vector[row] = (vector[row] - TensorPrimitives.Dot(GetRow(row)[..row], vector[..row])) / GetRow(row)[row];
        for (var row = _size - 1; row >= 0; row--)
        {
            vector[row] /= GetRow(row)[row];
            TensorPrimitives.MultiplyAdd(GetRow(row)[..row], -vector[row], vector[..row], vector[..row]);
        }
    }

    private ReadOnlySpan<double> GetRow(int row) => _factor.AsSpan(row * _size, _size);
}
