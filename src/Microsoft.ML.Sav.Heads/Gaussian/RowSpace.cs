using System.Numerics.Tensors;
using Microsoft.ML.Sav.Heads.LinearAlgebra;

namespace Microsoft.ML.Sav.Heads.Gaussian;

/// <summary>
/// Coordinates of vectors in the space that they span, so that few long vectors cost what their number costs: inner products are the same,
/// and a matrix has at most as many rows as there are vectors. Vectors that are not longer than their number keep their coordinates.
/// </summary>
internal sealed class RowSpace
{
    // Squared distance from the space, relative to the longest vector's squared length, at which a vector counts as part of the space.
    private const double Tolerance = 1e-14;

    private readonly Matrix _vectors;
    private readonly int[]? _basis; // vectors that span the space; null if the space is the whole

    private RowSpace(Matrix vectors, Matrix coordinates, int[]? basis)
    {
        _vectors = vectors;
        Coordinates = coordinates;
        _basis = basis;
    }

    /// <summary>[vectors, dimensions of the space]</summary>
    public Matrix Coordinates { get; }

    /// <summary>Whether vectors of the original length can lie outside the space.</summary>
    public bool IsPartial => _basis is not null;

    /// <param name="vectors">[vectors, length]; not copied, and must not change afterwards.</param>
    public static RowSpace Create(Matrix vectors) =>
        vectors.RowCount < vectors.ColumnCount ? CreateSpan(vectors) : new RowSpace(vectors, vectors, basis: null);

    /// <summary>Converts coordinates to a vector of the original length.</summary>
    /// <param name="coordinates">Is overwritten.</param>
    public double[] Expand(Span<double> coordinates)
    {
        if (_basis is null)
            return coordinates.ToArray();

        // The vectors of the basis have triangular coordinates: back substitution gives their factors.
        var expanded = new double[_vectors.ColumnCount];
        for (var k = _basis.Length - 1; k >= 0; k--)
        {
            var row = Coordinates.GetRow(_basis[k]);
            var factor = coordinates[k] / row[k];
            TensorPrimitives.MultiplyAdd(row[..k], -factor, coordinates[..k], coordinates[..k]);
            TensorPrimitives.MultiplyAdd(_vectors.GetRow(_basis[k]), factor, expanded, expanded);
        }
        return expanded;
    }

    // Pivoted Cholesky factorisation of the inner products: the vector farthest from the space so far is the next dimension.
    private static RowSpace CreateSpan(Matrix vectors)
    {
        var count = vectors.RowCount;
        var coordinates = new Matrix(count, count);
        var distances = new double[count]; // squared distance from the space; negative infinity for vectors of the basis
        for (var i = 0; i < count; i++)
            distances[i] = TensorPrimitives.SumOfSquares<double>(vectors.GetRow(i));
        var smallest = Tolerance * TensorPrimitives.Max<double>(distances);
        var basis = new List<int>();
        while (basis.Count < count && TensorPrimitives.IndexOfMax<double>(distances) is var pivot && distances[pivot] > smallest)
        {
            var k = basis.Count;
            var pivotRow = coordinates.GetRow(pivot);
            pivotRow[k] = Math.Sqrt(distances[pivot]);
            distances[pivot] = double.NegativeInfinity;
            basis.Add(pivot);
            for (var i = 0; i < count; i++)
            {
                if (double.IsNegativeInfinity(distances[i]))
                    continue;
                var row = coordinates.GetRow(i);
                var product = TensorPrimitives.Dot<double>(vectors.GetRow(i), vectors.GetRow(pivot));
                row[k] = (product - TensorPrimitives.Dot<double>(row[..k], pivotRow[..k])) / pivotRow[k];
                distances[i] -= row[k] * row[k];
            }
        }
        return new RowSpace(vectors, KeepColumns(coordinates, basis.Count), [.. basis]);
    }

    private static Matrix KeepColumns(Matrix matrix, int count)
    {
        var kept = new Matrix(matrix.RowCount, count);
        for (var i = 0; i < matrix.RowCount; i++)
            matrix.GetRow(i)[..count].CopyTo(kept.GetRow(i));
        return kept;
    }
}
