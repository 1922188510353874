using System.Numerics.Tensors;

namespace Microsoft.ML.Sav.Heads;

/// <summary>How good predicted probabilities are.</summary>
/// <param name="Accuracy">Share of the examples whose own class has the greatest probability.</param>
/// <param name="LogLoss">Mean negative logarithm of the probability of the own class.</param>
/// <param name="CalibrationError">
/// Expected calibration error: mean distance between the greatest probability and the accuracy, over ten bins of equal width.
/// </param>
public sealed record ClassificationQuality(double Accuracy, double LogLoss, double CalibrationError)
{
    private const int BinCount = 10;

    // Keeps the loss finite if the own class has a probability of 0.
    private const double SmallestProbability = 1e-12;

    /// <summary>Computes the negative logarithm of the probability of an example's own class.</summary>
    internal static double ComputeLoss(float[] scores, int own) => -Math.Log(Math.Max(scores[own], SmallestProbability));

    /// <summary>Measures probabilities.</summary>
    /// <param name="scores">Probability per class of each example; an example with an empty array is left out.</param>
    /// <param name="classes">Own class of each example.</param>
    /// <returns><see langword="null"/> if all examples are left out.</returns>
    internal static ClassificationQuality? Compute(IReadOnlyList<float[]> scores, IReadOnlyList<int> classes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(classes.Count, scores.Count);
        var count = 0;
        var correct = 0;
        var loss = 0.0;
        Span<double> excess = stackalloc double[BinCount]; // sum per bin of probability minus success
        for (var i = 0; i < scores.Count; i++)
        {
            if (scores[i].Length == 0)
                continue;
            var predicted = TensorPrimitives.IndexOfMax<float>(scores[i]);
            var isCorrect = predicted == classes[i];
            var confidence = scores[i][predicted];
            count++;
            correct += isCorrect ? 1 : 0;
            loss += ComputeLoss(scores[i], classes[i]);
            // A bin holds its upper bound.
            excess[Math.Clamp((int)Math.Ceiling((double)confidence * BinCount) - 1, 0, BinCount - 1)] += confidence - (isCorrect ? 1 : 0);
        }
        if (count == 0)
            return null;

        var error = 0.0;
        foreach (var sum in excess)
            error += Math.Abs(sum);
        return new ClassificationQuality((double)correct / count, loss / count, error / count);
    }
}
