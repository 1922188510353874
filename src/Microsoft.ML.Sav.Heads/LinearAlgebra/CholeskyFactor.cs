using System.Numerics.Tensors;

namespace Microsoft.ML.Sav.Heads.LinearAlgebra;

/// <summary>The Cholesky factor of a symmetric positive definite matrix: A = L L', with L lower triangular.</summary>
internal sealed class CholeskyFactor
{
    private readonly Matrix _lower;

    private CholeskyFactor(Matrix lower) => _lower = lower;

    /// <summary>Factorises a matrix in place; only its lower triangle is read.</summary>
    /// <exception cref="ArgumentException">The matrix is not positive definite.</exception>
    public static CholeskyFactor Create(Matrix matrix)
    {
        for (var i = 0; i < matrix.RowCount; i++)
        {
            var row = matrix.GetRow(i);
            for (var j = 0; j < i; j++)
            {
                var other = matrix.GetRow(j);
                row[j] = (row[j] - TensorPrimitives.Dot<double>(row[..j], other[..j])) / other[j];
            }
            var pivot = row[i] - TensorPrimitives.SumOfSquares<double>(row[..i]);
            if (!(pivot > 0))
                throw new ArgumentException($"Expected a positive definite matrix, found the pivot {pivot} in row {i}.", nameof(matrix));
            row[i] = Math.Sqrt(pivot);
        }
        return new CholeskyFactor(matrix);
    }

    /// <summary>Solves L x = b in place. The squared length of x is b' A^-1 b.</summary>
    public void SolveLower(Span<double> vector)
    {
        for (var i = 0; i < vector.Length; i++)
        {
            var row = _lower.GetRow(i);
            vector[i] = (vector[i] - TensorPrimitives.Dot<double>(row[..i], vector[..i])) / row[i];
        }
    }

    /// <summary>Solves L' x = b in place.</summary>
    public void SolveUpper(Span<double> vector)
    {
        for (var i = vector.Length - 1; i >= 0; i--)
        {
            var row = _lower.GetRow(i);
            vector[i] /= row[i];
            TensorPrimitives.MultiplyAdd(row[..i], -vector[i], vector[..i], vector[..i]);
        }
    }

    /// <summary>Computes the inverse of the matrix.</summary>
    public Matrix Invert()
    {
        var inverse = new Matrix(_lower.RowCount, _lower.RowCount);
        Parallel.For(0, inverse.RowCount, i =>
        {
            var row = inverse.GetRow(i); // symmetric, so rows are columns
            row[i] = 1;
            SolveLower(row);
            SolveUpper(row);
        });
        return inverse;
    }
}
