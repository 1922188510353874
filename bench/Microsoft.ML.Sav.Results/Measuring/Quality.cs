using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Results.Measuring;

/// <summary>Measures predicted probabilities.</summary>
internal static class Quality
{
    private const double SumTolerance = 1e-3;

    /// <summary>Computes accuracy, log loss and expected calibration error.</summary>
    /// <param name="probabilities">[rows][classes]</param>
    /// <param name="classes">The true class per row.</param>
    /// <exception cref="ArgumentException">There is no row, the numbers of rows differ, or a row does not hold probabilities.</exception>
    public static ClassificationQuality Measure(IReadOnlyList<float[]> probabilities, IReadOnlyList<int> classes)
    {
        if (classes.Count == 0 || probabilities.Count != classes.Count)
            throw new ArgumentException($"Expected probabilities of {classes.Count} rows, and at least one, found {probabilities.Count}.", nameof(probabilities));
        if (probabilities.Any(row => row.Any(value => !(value >= 0)) || !(Math.Abs(row.Sum() - 1) <= SumTolerance)))
            throw new ArgumentException("Probabilities should not be negative and should add up to 1.", nameof(probabilities));
        return ClassificationQuality.Compute(probabilities, classes)!;
    }
}
