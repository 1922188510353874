using System.Numerics.Tensors;

namespace Microsoft.ML.Sav.Heads.Stacking;

/// <summary>Decides which experts take part, and with what weight.</summary>
/// <remarks>
/// Experts come in the order in which they are preferred. One standard error decides, since the loss over few examples is uncertain: the first
/// expert is the most preferred one whose loss is within one standard error of the best, and another takes part only if it lowers the loss by
/// more than one standard error. Weights are fitted with a prior around the first expert alone, which fades as examples are added.
/// </remarks>
internal static class ExpertSelection
{
    // In examples. Stronger, other experts help less where they do; weaker, noise of few examples chooses them.
    private const double PriorStrength = 30;

    private const int FoldCount = 5;

    // Root mean square of the logits if no expert is better than chance.
    private const double SmallLogit = 0.1;

    /// <summary>Fits the weights of the experts.</summary>
    /// <param name="logits">Logits of the experts, the most preferred first.</param>
    /// <param name="parallel">Threads and cancellation.</param>
    /// <returns>One weight per expert, 0 for an expert that does not take part.</returns>
    public static double[] Fit(ExpertLogits logits, ParallelOptions parallel)
    {
        // As in Laplace's rule of succession: n successes make the next as probable as (n + 1) / (n + 2).
        var smoothing = 1.0 / (logits.Count + 2);
        var weights = FitStepwise(logits, smoothing, parallel);
        if (weights.All(weight => weight == 0))
            SetSmallWeight(logits, weights);
        else
            TensorPrimitives.Multiply(weights, ComputeConfidence(logits), weights);
        return weights;
    }

    /// <summary>Fits the weights, of which all may be 0.</summary>
    internal static double[] FitStepwise(ExpertLogits logits, double smoothing, ParallelOptions parallel)
    {
        var experts = Enumerable.Range(0, logits.ExpertCount).ToArray();
        var alone = Array.ConvertAll(experts, expert => Candidate.Fit(logits, [expert], smoothing, prior: null, parallel));
        var bestAlone = alone.MinBy(candidate => candidate.MeanLoss)!;
        var first = alone.First(candidate => !bestAlone.IsBetterThan(candidate));
        var prior = new WeightPrior(new double[experts.Length], PriorStrength);
        prior.Weights[first.Experts[0]] = first.Weights[0];
        var chosen = Candidate.Fit(logits, first.Experts, smoothing, prior, parallel);
        while (chosen.Experts.Length < experts.Length)
        {
            var next = experts.Except(chosen.Experts)
                .Select(expert => Candidate.Fit(logits, [.. chosen.Experts, expert], smoothing, prior, parallel)).MinBy(candidate => candidate.MeanLoss)!;
            if (!next.IsBetterThan(chosen))
                break;
            chosen = next;
        }
        var weights = new double[logits.ExpertCount];
        foreach (var (i, expert) in chosen.Experts.Index())
            weights[expert] = chosen.Weights[i];
        return weights;
    }

    // Weights are fitted to logits of classifiers that were trained without an example, or without a fold. Those are less sure than the final one,
    // most of all with few examples. Fitted to the log loss on the data of docs/results.md, where no single data set decides the values.
    private static double ComputeConfidence(ExpertLogits logits) => 1.1 + (0.5 * logits.ClassCount / logits.Count);

    // No expert is better than chance: the most accurate one decides, with probabilities that are almost equal.
    private static void SetSmallWeight(ExpertLogits logits, double[] weights)
    {
        var best = Enumerable.Range(0, weights.Length).MaxBy(logits.CountCorrect);
        weights[best] = logits.ComputeRootMeanSquare(best) is > 0 and var size ? SmallLogit / size : 0;
    }

    // The loss of each example is by weights that were fitted without it: fitted with it, useless experts lower the loss.
    private sealed record Candidate(int[] Experts, double[] Weights, double[] Losses)
    {
        public double MeanLoss { get; } = Losses.Average();

        public static Candidate Fit(ExpertLogits logits, int[] experts, double smoothing, WeightPrior? prior, ParallelOptions parallel)
        {
            var selected = logits.SelectExperts(experts);
            var ownPrior = prior?.SelectExperts(experts);
            var onAll = StackWeights.Fit(selected, smoothing, parallel, ownPrior);
            var losses = new double[logits.Count];
            // Examples come class by class, so every class has a share in each fold.
            foreach (var fold in Enumerable.Range(0, logits.Count).GroupBy(example => example % FoldCount).Select(fold => fold.ToArray()))
            {
                var others = Enumerable.Range(0, logits.Count).Except(fold).ToArray();
                var weights = StackWeights.Fit(selected.SelectExamples(others.Length > 0 ? others : fold), smoothing, parallel, ownPrior, start: onAll);
                foreach (var (i, loss) in StackLoss.Compute(selected.SelectExamples(fold), weights, smoothing, parallel).Losses.Index())
                    losses[fold[i]] = loss;
            }
            return new Candidate(experts, onAll, losses);
        }

        /// <summary>Whether the loss is lower by more than one standard error of the difference.</summary>
        public bool IsBetterThan(Candidate other) => PairedLosses.AreClearlyLower(other.Losses, Losses);
    }
}
