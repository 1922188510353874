using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Results.Measuring;

/// <summary>Measures predicted probabilities.</summary>
internal static class Quality
{
    private const int Bins = 10;

    // As scikit-learn's log_loss for 32-bit floats: a probability of 0 costs 16, not infinity.
    private const double LeastProbability = 1.1920929e-07;

    /// <summary>Computes accuracy, log loss and expected calibration error.</summary>
    /// <param name="probabilities">[rows][classes]; not negative, and a row adds up to 1.</param>
    /// <param name="classes">The true class per row.</param>
    /// <exception cref="ArgumentException">There is no row, the numbers of rows differ, or a row does not hold probabilities.</exception>
    public static ClassificationQuality Measure(IReadOnlyList<float[]> probabilities, IReadOnlyList<int> classes)
    {
        if (classes.Count == 0 || probabilities.Count != classes.Count)
            throw new ArgumentException($"Expected probabilities of {classes.Count} rows, and at least one, found {probabilities.Count}.", nameof(probabilities));
        if (probabilities.Any(row => row.Any(value => !(value >= 0)) || Math.Abs(row.Sum() - 1) > 1e-3))
            throw new ArgumentException("Probabilities should not be negative and should add up to 1.", nameof(probabilities));
        var isCorrect = probabilities.Zip(classes, (row, c) => Array.IndexOf(row, row.Max()) == c).ToList();
        return new ClassificationQuality(
            isCorrect.Average(correct => correct ? 1.0 : 0.0),
            probabilities.Zip(classes, (row, c) => -Math.Log(Math.Max(row[c], LeastProbability))).Average(),
            ComputeCalibrationError([.. probabilities.Select(row => (double)row.Max())], isCorrect));
    }

    // Bins are (0, 0.1], (0.1, 0.2] ... (0.9, 1].
    private static double ComputeCalibrationError(double[] confidences, List<bool> isCorrect) => confidences
        .Zip(isCorrect, (confidence, correct) => (Confidence: Math.Min(confidence, 1), IsCorrect: correct ? 1.0 : 0.0))
        .GroupBy(row => Math.Max(1, Math.Ceiling(row.Confidence * Bins)))
        .Sum(bin => bin.Count() / (double)confidences.Length * Math.Abs(bin.Average(row => row.Confidence) - bin.Average(row => row.IsCorrect)));
}
