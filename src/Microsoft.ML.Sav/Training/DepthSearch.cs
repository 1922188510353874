using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Training;

/// <summary>Finds how many layers of a decoder fit a budget.</summary>
internal static class DepthSearch
{
    /// <summary>The heads below a layer; <see langword="null"/> if there are none.</summary>
    public static FeatureLayout? Below(FeatureLayout heads, int layer)
    {
        var below = heads.Where(head => head.Layer < layer).ToArray();
        return below.Length == 0 ? null : new FeatureLayout(below);
    }

    /// <summary>
    /// The heads of as many layers, from the first, as run within a time. Time grows with every layer. Bisects, since each measurement
    /// starts a session.
    /// </summary>
    /// <param name="heads">All heads.</param>
    /// <param name="budget">The time.</param>
    /// <param name="measure">Measures how long the layers of some heads take.</param>
    /// <exception cref="ArgumentOutOfRangeException">Even the first layer takes longer.</exception>
    public static FeatureLayout Deepest(FeatureLayout heads, TimeSpan budget, Func<FeatureLayout, TimeSpan> measure)
    {
        var layers = heads.Select(head => head.Layer).Distinct().Order().ToArray();
        var time = TimeSpan.Zero;
        // Up to fit layers fit; more than limit do not.
        var (fit, limit) = (0, layers.Length);
        while (fit < limit)
        {
            var middle = (fit + limit + 1) / 2;
            time = measure(FirstLayers(middle));
            (fit, limit) = time <= budget ? (middle, limit) : (fit, middle - 1);
        }
        return fit > 0 ? FirstLayers(fit) : throw new ArgumentOutOfRangeException(
            nameof(SavEstimator.Options.LatencyBudget),
            $"{nameof(SavEstimator.Options.LatencyBudget)} is {budget.TotalMilliseconds} ms, but even the first layer with heads takes {time.TotalMilliseconds:F1} ms a row here.");

        FeatureLayout FirstLayers(int count) => Below(heads, layers[count - 1] + 1)!;
    }
}
