using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Sav.Heads.LinearAlgebra;

/// <summary>A matrix in memory, one row after the other.</summary>
internal sealed class Matrix(int rowCount, int columnCount)
{
    // Rows per step of a product with a vector: their sums are independent, so that none waits for another.
    private const int StepLength = 4;

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

    /// <summary>Computes the dot product of each row with a vector.</summary>
    /// <param name="vector">[columns]</param>
    /// <param name="products">Receives [rows].</param>
    public void Multiply(ReadOnlySpan<double> vector, Span<double> products)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(vector.Length, columnCount);
        ArgumentOutOfRangeException.ThrowIfNotEqual(products.Length, rowCount);
        var row = 0;
        for (; row <= rowCount - StepLength; row += StepLength)
            MultiplyStep(row, vector, products[row..]);
        for (; row < rowCount; row++)
            products[row] = TensorPrimitives.Dot(GetRow(row), vector);
    }

    /// <summary>Computes the dot products of the rows with those of another matrix. [rows, rows of the other]</summary>
    public Matrix MultiplyTransposed(Matrix other)
    {
        var products = new Matrix(rowCount, other.RowCount);
        for (var i = 0; i < rowCount; i++)
            other.Multiply(GetRow(i), products.GetRow(i));
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

    private void MultiplyStep(int row, ReadOnlySpan<double> vector, Span<double> products)
    {
        var right = MemoryMarshal.Cast<double, Vector<double>>(vector);
        var left0 = MemoryMarshal.Cast<double, Vector<double>>(GetRow(row))[..right.Length];
        var left1 = MemoryMarshal.Cast<double, Vector<double>>(GetRow(row + 1))[..right.Length];
        var left2 = MemoryMarshal.Cast<double, Vector<double>>(GetRow(row + 2))[..right.Length];
        var left3 = MemoryMarshal.Cast<double, Vector<double>>(GetRow(row + 3))[..right.Length];
        Vector<double> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        for (var i = 0; i < right.Length; i++)
        {
            sum0 = Vector.MultiplyAddEstimate(left0[i], right[i], sum0);
            sum1 = Vector.MultiplyAddEstimate(left1[i], right[i], sum1);
            sum2 = Vector.MultiplyAddEstimate(left2[i], right[i], sum2);
            sum3 = Vector.MultiplyAddEstimate(left3[i], right[i], sum3);
        }
        (products[0], products[1], products[2], products[3]) = (Vector.Sum(sum0), Vector.Sum(sum1), Vector.Sum(sum2), Vector.Sum(sum3));
        for (var j = right.Length * Vector<double>.Count; j < vector.Length; j++)
        {
            for (var k = 0; k < StepLength; k++)
                products[k] += this[row + k, j] * vector[j];
        }
    }
}
