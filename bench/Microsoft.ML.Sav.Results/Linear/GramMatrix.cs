using System.Numerics.Tensors;

namespace Microsoft.ML.Sav.Results.Linear;

/// <summary>Dot products of normalised rows.</summary>
internal static class GramMatrix
{
    /// <summary>Computes the dot product of each row with each column's row, in double precision: rounding would make a singular matrix indefinite.</summary>
    /// <param name="rows">[rows][size]</param>
    /// <param name="columns">[columns][size]</param>
    public static double[][] Compute(IReadOnlyList<float[]> rows, IReadOnlyList<float[]> columns)
    {
        var doubles = columns.Select(Widen).ToList();
        return [.. rows.AsParallel().AsOrdered().Select(Widen).Select(row => doubles.Select(column => TensorPrimitives.Dot<double>(row, column)).ToArray())];
    }

    /// <summary>Divides a row by its length; a row of zeros stays.</summary>
    public static float[] Normalize(ReadOnlySpan<float> row)
    {
        var normalized = row.ToArray();
        var norm = TensorPrimitives.Norm<float>(normalized);
        if (norm > 0)
            TensorPrimitives.Divide(normalized, norm, normalized);
        return normalized;
    }

    /// <summary>Some rows and columns of a matrix.</summary>
    public static double[][] Subset(double[][] matrix, IReadOnlyList<int> rows, IReadOnlyList<int> columns) =>
        [.. rows.Select(row => columns.Select(column => matrix[row][column]).ToArray())];

    private static double[] Widen(float[] row) => Array.ConvertAll(row, value => (double)value);
}
