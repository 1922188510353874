using System.Numerics.Tensors;

namespace Microsoft.ML.Sav.Report.Evaluation;

/// <summary>
/// Rows in the plane: the two principal components of their logits, the centred logarithms of the scores, which are what the classifier makes of the
/// kept features.
/// </summary>
/// <param name="Points">Per row.</param>
/// <param name="Explained">Share of the variance that the plane shows.</param>
internal sealed record RowMap(IReadOnlyList<(double X, double Y)> Points, double Explained)
{
    private const double SmallestScore = 1e-6;
    private const int Iterations = 200;

    public static RowMap Compute(IReadOnlyList<EvaluatedRow> rows)
    {
        var logits = rows.Select(row => Center(Array.ConvertAll(row.Scores, score => Math.Log(Math.Max(score, SmallestScore))))).ToArray();
        var mean = new double[logits[0].Length];
        foreach (var row in logits)
            TensorPrimitives.MultiplyAdd(row, 1.0 / logits.Length, mean, mean);
        foreach (var row in logits)
            TensorPrimitives.MultiplyAdd(mean, -1, row, row);
        var total = logits.Sum(row => TensorPrimitives.Dot<double>(row, row));
        var (x, first) = ProjectOnPrincipal(logits);
        var (y, second) = ProjectOnPrincipal(logits);
        return new RowMap([.. x.Zip(y)], total > 0 ? (first + second) / total : 1);
    }

    // Power iteration from the row that is farthest from the mean; removes the component from the rows.
    private static (double[] Coordinates, double Variance) ProjectOnPrincipal(double[][] rows)
    {
        var direction = Normalize([.. rows.MaxBy(row => TensorPrimitives.Dot<double>(row, row))!]);
        for (var i = 0; i < Iterations; i++)
        {
            var next = new double[direction.Length];
            foreach (var row in rows)
                TensorPrimitives.MultiplyAdd(row, TensorPrimitives.Dot<double>(row, direction), next, next);
            direction = Normalize(next);
        }
        var coordinates = Array.ConvertAll(rows, row => TensorPrimitives.Dot<double>(row, direction));
        foreach (var (row, coordinate) in rows.Zip(coordinates))
            TensorPrimitives.MultiplyAdd(direction, -coordinate, row, row);
        return (coordinates, coordinates.Sum(coordinate => coordinate * coordinate));
    }

    private static double[] Center(double[] values)
    {
        var mean = values.Average();
        return Array.ConvertAll(values, value => value - mean);
    }

    private static double[] Normalize(double[] vector)
    {
        var norm = Math.Sqrt(TensorPrimitives.Dot<double>(vector, vector));
        return norm > 0 ? Array.ConvertAll(vector, value => value / norm) : vector;
    }
}
