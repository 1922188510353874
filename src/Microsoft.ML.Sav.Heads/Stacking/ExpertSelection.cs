namespace Microsoft.ML.Sav.Heads.Stacking;

/// <summary>Decides which experts take part, and with what weight.</summary>
internal static class ExpertSelection
{
    /// <summary>
    /// Below this number of examples per class, on average, an expert takes part only if it lowers the loss by more than one standard error.
    /// </summary>
    public const int FewExamplesPerClass = 10;

    // Root mean square of the logits if no expert is better than chance.
    private const double SmallLogit = 0.1;

    /// <summary>Fits the weights of the experts.</summary>
    /// <returns>One weight per expert, 0 for an expert that does not take part.</returns>
    public static double[] Fit(ExpertLogits logits)
    {
        // As in Laplace's rule of succession: n successes make the next as probable as (n + 1) / (n + 2).
        var smoothing = 1.0 / (logits.Count + 2);
        var weights = logits.Count < (long)FewExamplesPerClass * logits.ClassCount
            ? FitStepwise(logits, smoothing)
            : StackWeights.Fit(logits, smoothing);
        if (weights.All(weight => weight == 0))
            SetSmallWeight(logits, weights);
        return weights;
    }

    /// <summary>
    /// Starts with the best expert and adds the one that lowers the loss most, as long as that is more than one standard error of the
    /// difference over the examples.
    /// </summary>
    internal static double[] FitStepwise(ExpertLogits logits, double smoothing)
    {
        var experts = Enumerable.Range(0, logits.ExpertCount).ToArray();
        var best = experts.Select(expert => Candidate.Fit(logits, [expert], smoothing)).MinBy(candidate => candidate.MeanLoss)!;
        while (best.Experts.Length < experts.Length)
        {
            var next = experts.Except(best.Experts)
                .Select(expert => Candidate.Fit(logits, [.. best.Experts, expert], smoothing)).MinBy(candidate => candidate.MeanLoss)!;
            if (!next.IsBetterThan(best))
                break;
            best = next;
        }
        var weights = new double[logits.ExpertCount];
        foreach (var (i, expert) in best.Experts.Index())
            weights[expert] = best.Weights[i];
        return weights;
    }

    // No expert is better than chance: the most accurate one decides, with probabilities that are almost equal.
    private static void SetSmallWeight(ExpertLogits logits, double[] weights)
    {
        var best = Enumerable.Range(0, weights.Length).MaxBy(logits.CountCorrect);
        weights[best] = logits.ComputeRootMeanSquare(best) is > 0 and var size ? SmallLogit / size : 0;
    }

    private sealed record Candidate(int[] Experts, double[] Weights, double[] Losses)
    {
        public double MeanLoss { get; } = Losses.Average();

        public static Candidate Fit(ExpertLogits logits, int[] experts, double smoothing)
        {
            var selected = logits.SelectExperts(experts);
            var weights = StackWeights.Fit(selected, smoothing);
            return new Candidate(experts, weights, StackLoss.Compute(selected, weights, smoothing).Losses);
        }

        public bool IsBetterThan(Candidate other)
        {
            var differences = other.Losses.Zip(Losses, (before, after) => before - after).ToArray();
            var mean = differences.Average();
            var variance = differences.Sum(difference => (difference - mean) * (difference - mean)) / Math.Max(differences.Length - 1, 1);
            return mean > Math.Sqrt(variance / differences.Length);
        }
    }
}
