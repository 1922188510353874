using System.Numerics.Tensors;

namespace Microsoft.ML.Sav.Results.Linear;

/// <summary>Dot products of normalised rows.</summary>
internal static class GramMatrix
{
    /// <summary>Computes the dot product of each row with each column's row.</summary>
    /// <param name="rows">[rows][size]</param>
    /// <param name="columns">[columns][size]</param>
    public static double[][] Compute(IReadOnlyList<float[]> rows, IReadOnlyList<float[]> columns) =>
        [.. rows.AsParallel().AsOrdered().Select(row => columns.Select(column => (double)TensorPrimitives.Dot<float>(row, column)).ToArray())];

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
}
