namespace Microsoft.ML.Sav.Heads.LinearAlgebra;

/// <summary>A matrix in memory, one row after the other.</summary>
internal sealed class Matrix(int rowCount, int columnCount)
{
    private readonly double[] _values = new double[checked(rowCount * columnCount)];

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
}
