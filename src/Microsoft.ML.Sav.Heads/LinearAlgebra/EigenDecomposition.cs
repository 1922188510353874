using System.Numerics;
using System.Numerics.Tensors;

namespace Microsoft.ML.Sav.Heads.LinearAlgebra;

/// <summary>Eigenvalues and eigenvectors of a symmetric positive definite matrix.</summary>
/// <param name="Values">Eigenvalues, in no order.</param>
/// <param name="Vectors">Eigenvectors of length 1. [values, dimensions]</param>
internal sealed record EigenDecomposition(double[] Values, Matrix Vectors)
{
    private const int MaxSweeps = 60;

    // Cosine of two rows that count as orthogonal.
    private const double Tolerance = 1e-14;

    /// <summary>Decomposes a matrix by rotating pairs of its rows until they are orthogonal (one-sided Jacobi, Hestenes 1958).</summary>
    /// <param name="matrix">Only its lower triangle is read.</param>
    public static EigenDecomposition Create(Matrix matrix)
    {
        var size = matrix.RowCount;
        var rows = new Matrix(size, size);
        var vectors = new Matrix(size, size);
        for (var i = 0; i < size; i++)
        {
            vectors[i, i] = 1;
            for (var j = 0; j < size; j++)
                rows[i, j] = matrix[Math.Max(i, j), Math.Min(i, j)];
        }
        for (var sweep = 0; sweep < MaxSweeps && Sweep(rows, vectors); sweep++)
        {
        }
        // Row k is the eigenvector k times the matrix.
        return new EigenDecomposition([.. Enumerable.Range(0, size).Select(k => TensorPrimitives.Norm<double>(rows.GetRow(k)))], vectors);
    }

    // Returns whether any pair was not orthogonal.
    private static bool Sweep(Matrix rows, Matrix vectors)
    {
        var hasRotated = false;
        for (var q = 1; q < rows.RowCount; q++)
        {
            for (var p = 0; p < q; p++)
            {
                var first = rows.GetRow(p);
                var second = rows.GetRow(q);
                var product = TensorPrimitives.Dot<double>(first, second);
                var (firstSquare, secondSquare) = (TensorPrimitives.SumOfSquares<double>(first), TensorPrimitives.SumOfSquares<double>(second));
                if (Math.Abs(product) <= Tolerance * Math.Sqrt(firstSquare * secondSquare))
                    continue;
                var slope = (secondSquare - firstSquare) / (2 * product);
                var tangent = (slope < 0 ? -1 : 1) / (Math.Abs(slope) + Math.Sqrt(1 + (slope * slope)));
                var cosine = 1 / Math.Sqrt(1 + (tangent * tangent));
                Rotate(first, second, cosine, cosine * tangent);
                Rotate(vectors.GetRow(p), vectors.GetRow(q), cosine, cosine * tangent);
                hasRotated = true;
            }
        }
        return hasRotated;
    }

    private static void Rotate(Span<double> first, Span<double> second, double cosine, double sine)
    {
        var i = 0;
        for (; i <= first.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            var left = new Vector<double>(first[i..]);
            var right = new Vector<double>(second[i..]);
            ((cosine * left) - (sine * right)).CopyTo(first[i..]);
            ((sine * left) + (cosine * right)).CopyTo(second[i..]);
        }
        for (; i < first.Length; i++)
            (first[i], second[i]) = ((cosine * first[i]) - (sine * second[i]), (sine * first[i]) + (cosine * second[i]));
    }
}
