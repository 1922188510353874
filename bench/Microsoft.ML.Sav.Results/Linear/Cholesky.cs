using System.Numerics.Tensors;

namespace Microsoft.ML.Sav.Results.Linear;

/// <summary>The factor L of a positive semi-definite matrix: L L' = matrix, L lower triangular.</summary>
internal sealed class Cholesky
{
    // Relative to the mean of the diagonal: equal rows make a Gram matrix singular.
    private const double Jitter = 1e-10;

    /// <param name="matrix">[n][n], symmetric.</param>
    public Cholesky(double[][] matrix)
    {
        var jitter = Jitter * matrix.Select((row, i) => row[i]).Average();
        Rows = [.. matrix.Select((_, i) => new double[i + 1])];
        for (var i = 0; i < matrix.Length; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var rest = matrix[i][j] - TensorPrimitives.Dot<double>(Rows[i].AsSpan(0, j), Rows[j].AsSpan(0, j));
                Rows[i][j] = i > j ? rest / Rows[j][j] : Math.Sqrt(Math.Max(rest, 0) + jitter);
            }
        }
    }

    /// <summary>Rows of L up to the diagonal.</summary>
    public double[][] Rows { get; }

    /// <summary>Solves L' x = b.</summary>
    public double[] SolveTransposed(ReadOnlySpan<double> b)
    {
        var x = b.ToArray();
        for (var i = x.Length - 1; i >= 0; i--)
        {
            x[i] /= Rows[i][i];
            // x[..i] -= x[i] * L[i, ..i]
            TensorPrimitives.MultiplyAdd<double>(Rows[i].AsSpan(0, i), -x[i], x.AsSpan(0, i), x.AsSpan(0, i));
        }
        return x;
    }
}
