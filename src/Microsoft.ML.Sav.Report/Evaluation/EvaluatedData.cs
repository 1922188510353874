using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Report.Evaluation;

/// <summary>The rows that a model was evaluated on, and how good its scores are.</summary>
internal sealed class EvaluatedData
{
    private readonly int[,] _counts;

    /// <param name="rows">Rows whose class the model knows; at least one.</param>
    /// <param name="classCount">Number of classes.</param>
    /// <param name="skipped">Number of rows without a label, or with one that the model does not know, and of labelled rows that cannot be used.</param>
    /// <param name="hash">SHA-256 of the rows.</param>
    public EvaluatedData(IReadOnlyList<EvaluatedRow> rows, int classCount, (int Unlabelled, int Unusable) skipped, string hash)
    {
        (Rows, ClassCount, Skipped, Hash) = (rows, classCount, skipped, hash);
        _counts = new int[classCount, classCount];
        foreach (var row in rows)
            _counts[row.Class, row.Predicted]++;
        Quality = ClassificationQuality.Compute([.. rows.Select(row => row.Scores)], [.. rows.Select(row => row.Class)])!;
    }

    public IReadOnlyList<EvaluatedRow> Rows { get; }

    public int ClassCount { get; }

    public (int Unlabelled, int Unusable) Skipped { get; }

    public string Hash { get; }

    public ClassificationQuality Quality { get; }

    /// <summary>Number of rows of a class that were predicted as a class.</summary>
    public int this[int actual, int predicted] => _counts[actual, predicted];

    public int CountRows(int actual) => Enumerable.Range(0, ClassCount).Sum(predicted => _counts[actual, predicted]);

    public int CountPredictions(int predicted) => Enumerable.Range(0, ClassCount).Sum(actual => _counts[actual, predicted]);

    /// <summary>Share of a class's rows that are predicted as the class; <see langword="null"/> without such rows.</summary>
    public double? GetRecall(int actual) => Divide(_counts[actual, actual], CountRows(actual));

    /// <summary>Share of the rows predicted as a class that are of the class; <see langword="null"/> without such rows.</summary>
    public double? GetPrecision(int predicted) => Divide(_counts[predicted, predicted], CountPredictions(predicted));

    /// <summary>Harmonic mean of precision and recall; <see langword="null"/> if the class is neither in the rows nor predicted.</summary>
    public double? GetF1(int index) => Divide(2 * _counts[index, index], CountRows(index) + CountPredictions(index));

    /// <summary>The interval of Wilson that holds the accuracy on all such rows with 95 % confidence.</summary>
    public (double Low, double High) ComputeAccuracyInterval()
    {
        const double Z = 1.96;
        var n = Rows.Count;
        var center = (Quality.Accuracy + (Z * Z / (2 * n))) / (1 + (Z * Z / n));
        var half = Z / (1 + (Z * Z / n)) * Math.Sqrt((Quality.Accuracy * (1 - Quality.Accuracy) / n) + (Z * Z / (4.0 * n * n)));
        return (Math.Max(0, center - half), Math.Min(1, center + half));
    }

    private static double? Divide(int part, int whole) => whole == 0 ? null : (double)part / whole;
}
