using Microsoft.ML.Sav.Heads.LinearAlgebra;

namespace Microsoft.ML.Sav.Heads.Stacking;

/// <summary>Fits weights of at least 0 that minimise the log loss of the weighted sum of experts.</summary>
internal static class StackWeights
{
    private const int MaxIterations = 200;
    private const double Tolerance = 1e-12;
    private const double Ridge = 1e-10; // two equal experts leave the Hessian singular
    private const double Rounding = 1e-14; // of the loss: a smaller change cannot be seen
    private const double NearZero = 1e-3; // of a weight times the size of its expert's logits

    /// <summary>Fits the weights by Newton's method, projected to weights of at least 0 (Bertsekas 1982). The problem is convex.</summary>
    /// <param name="logits">Logits of at least one example.</param>
    /// <param name="smoothing">See <see cref="StackLoss"/>; above 0, or the loss may have no minimum.</param>
    /// <param name="parallel">Threads and cancellation.</param>
    /// <param name="prior">What is known about the weights before; <see langword="null"/> for nothing.</param>
    /// <param name="start">Weights to start from, near the result; <see langword="null"/> if none are known.</param>
    /// <returns>One weight per expert.</returns>
    public static double[] Fit(
        ExpertLogits logits, double smoothing, ParallelOptions parallel, WeightPrior? prior = null, double[]? start = null)
    {
        // In units of their size, experts of any scale are alike.
        var units = Enumerable.Range(0, logits.ExpertCount).Select(logits.ComputeRootMeanSquare).ToArray();
        var weights = start ?? Array.ConvertAll(units, unit => unit > 0 ? 1 / (unit * units.Length) : 0);
        var loss = StackLoss.Compute(logits, weights, smoothing, parallel, prior);
        int[] experts = [.. Enumerable.Range(0, units.Length).Where(e => units[e] > 0)];
        for (var iteration = 0; iteration < MaxIterations; iteration++)
        {
            var distance = experts.Select(e => Math.Abs(Math.Min(weights[e] * units[e], loss.Gradient[e] / units[e]))).DefaultIfEmpty().Max(); // 0 at the optimum
            if (distance <= Tolerance)
                break;
            // A weight that falls and is near 0 goes to 0 by itself: in a step for all weights, the others would rely on its going on below 0.
            int[] free = [.. experts.Where(e => loss.Gradient[e] <= 0 || weights[e] * units[e] > Math.Min(NearZero, distance))];
            var direction = ComputeDirection(loss, free, weights, units);
            var whole = TakeStep(weights, direction, 1);
            if (experts.Sum(e => Math.Abs(loss.Gradient[e] * (whole[e] - weights[e]))) <= Rounding * Math.Abs(loss.Value))
                return whole;
            if (FindStep(logits, weights, loss, direction, smoothing, parallel, prior) is not { } next)
                break;
            (weights, loss) = next;
        }
        return weights;
    }

    private static double[] ComputeDirection(StackLoss loss, int[] free, double[] weights, double[] units)
    {
        var hessian = new Matrix(free.Length, free.Length);
        var gradient = Array.ConvertAll(free, e => loss.Gradient[e] / units[e]);
        for (var i = 0; i < free.Length; i++)
        {
            for (var j = 0; j < free.Length; j++)
                hessian[i, j] = loss.Hessian[free[i], free[j]] / (units[free[i]] * units[free[j]]);
            hessian[i, i] += Ridge;
        }
        var factor = CholeskyFactor.Create(hessian);
        factor.SolveLower(gradient);
        factor.SolveUpper(gradient);
        var direction = Array.ConvertAll(weights, weight => -weight);
        for (var i = 0; i < free.Length; i++)
            direction[free[i]] = -gradient[i] / units[free[i]];
        return direction;
    }

    // Halves the step until the loss decreases enough (Armijo's rule along the projection).
    private static (double[] Weights, StackLoss Loss)? FindStep(
        ExpertLogits logits, double[] weights, StackLoss loss, double[] direction, double smoothing, ParallelOptions parallel, WeightPrior? prior)
    {
        for (var step = 1.0; step > 1e-10; step /= 2)
        {
            var next = TakeStep(weights, direction, step);
            var nextLoss = StackLoss.Compute(logits, next, smoothing, parallel, prior);
            var expected = PredictChange(loss, weights, next);
            if (expected < 0 && nextLoss.Value <= loss.Value + (1e-4 * expected))
                return (next, nextLoss);
        }
        return null;
    }

    private static double[] TakeStep(double[] weights, double[] direction, double step) =>
        [.. weights.Zip(direction, (weight, change) => Math.Max(0, weight + (step * change)))];

    // To first order.
    private static double PredictChange(StackLoss loss, double[] weights, double[] next) =>
        loss.Gradient.Zip(next.Zip(weights, (after, before) => after - before), (slope, change) => slope * change).Sum();
}
