using System.Numerics.Tensors;

namespace Microsoft.ML.Sav.Heads.LinearAlgebra;

/// <summary>A matrix in memory, one row after the other.</summary>
internal sealed class Matrix(int rowCount, int columnCount)
{
    private readonly double[] _values = new double[checked(rowCount * columnCount)];

    /// <summary>Creates a matrix from its values, row by row.</summary>
    public static Matrix From(ReadOnlySpan<float> values, int columnCount)
    {
        var matrix = new Matrix(values.Length / columnCount, columnCount);
        TensorPrimitives.ConvertChecked(values, matrix.Values);
        return matrix;
    }

    public int RowCount => rowCount;

    public int ColumnCount => columnCount;

    public ref double this[int row, int column] => ref _values[(row * columnCount) + column];

    /// <summary>All values, row by row.</summary>
    public Span<double> Values => _values;

    /// <summary>The values of a row.</summary>
    public Span<double> GetRow(int row) => _values.AsSpan(row * columnCount, columnCount);

    /// <summary>Copies the matrix.</summary>
    public Matrix Copy()
    {
        var copy = new Matrix(rowCount, columnCount);
        Values.CopyTo(copy.Values);
        return copy;
    }

    /// <summary>Copies the values, row by row, in single precision.</summary>
    public float[] ToSingle() => Array.ConvertAll(_values, value => (float)value);

    /// <summary>Computes the dot products of the rows with those of another matrix. [rows, rows of the other]</summary>
    public Matrix MultiplyTransposed(Matrix other)
    {
        var products = new Matrix(rowCount, other.RowCount);
        for (var i = 0; i < rowCount; i++)
        {
            for (var j = 0; j < other.RowCount; j++)
                products[i, j] = TensorPrimitives.Dot<double>(GetRow(i), other.GetRow(j));
        }
        return products;
    }

    /// <summary>Computes the lower triangle of the sum of the rows' outer products. [columns, columns]</summary>
    public Matrix ComputeGram()
    {
        var transposed = new Matrix(columnCount, rowCount); // dot products along the rows
        for (var i = 0; i < rowCount; i++)
        {
            for (var j = 0; j < columnCount; j++)
                transposed[j, i] = this[i, j];
        }
        var gram = new Matrix(columnCount, columnCount);
        for (var j = 0; j < columnCount; j++)
        {
            for (var k = 0; k <= j; k++)
                gram[j, k] = TensorPrimitives.Dot<double>(transposed.GetRow(j), transposed.GetRow(k));
        }
        return gram;
    }
}
