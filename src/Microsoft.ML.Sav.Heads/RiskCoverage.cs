using System.Numerics.Tensors;

namespace Microsoft.ML.Sav.Heads;

/// <summary>
/// How the error rate falls if only the most certain predictions are accepted: the risk-coverage curve (El-Yaniv and Wiener 2010). Certainty
/// is the greatest score.
/// </summary>
/// <param name="Points">One point per distinct certainty, the fewest accepted predictions first.</param>
/// <param name="Area">
/// Area under the curve: the risk, averaged over the coverages of all predictions. 0 is perfect; certainties that tell nothing give the error rate.
/// </param>
public sealed record RiskCoverage(IReadOnlyList<RiskCoveragePoint> Points, double Area)
{
    /// <summary>Computes the curve.</summary>
    /// <param name="scores">Score per class of each prediction; a prediction with an empty array is left out.</param>
    /// <param name="classes">Own class of each prediction; -1 if it is none of the classes, so that every prediction is wrong.</param>
    /// <exception cref="ArgumentException">The lengths differ, or all predictions are left out.</exception>
    public static RiskCoverage Compute(IReadOnlyList<float[]> scores, IReadOnlyList<int> classes)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(classes);
        if (scores.Count != classes.Count)
            throw new ArgumentException($"Expected scores for each of {classes.Count} predictions, found {scores.Count}.", nameof(scores));
        var predictions = scores.Zip(classes, (row, own) => (Row: row, Own: own)).Where(prediction => prediction.Row.Length > 0)
            .Select(prediction => (Certainty: prediction.Row.Max(), IsWrong: TensorPrimitives.IndexOfMax<float>(prediction.Row) != prediction.Own)).ToArray();
        if (predictions.Length == 0)
            throw new ArgumentException("Expected scores of at least one prediction.", nameof(scores));

        var points = new List<RiskCoveragePoint>();
        var (accepted, errors, area) = (0, 0, 0.0);
        // Equal certainties cannot be told apart, so they are accepted together.
        foreach (var group in predictions.GroupBy(prediction => prediction.Certainty).OrderByDescending(group => group.Key))
        {
            accepted += group.Count();
            errors += group.Count(prediction => prediction.IsWrong);
            area += group.Count() * (double)errors / accepted;
            points.Add(new RiskCoveragePoint((double)accepted / predictions.Length, (double)errors / accepted, group.Key));
        }
        return new RiskCoverage(points, area / predictions.Length);
    }
}
