using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Training;

/// <summary>Finds how many layers of a decoder fit a budget. Features that are not heads need no layer.</summary>
internal static class DepthSearch
{
    /// <summary>The features without the heads of a layer and those above; <see langword="null"/> if no heads are left.</summary>
    public static FeatureLayout? Below(FeatureLayout features, int layer)
    {
        var below = features.Where(feature => !feature.IsHead || feature.Layer < layer).ToArray();
        return Array.Exists(below, feature => feature.IsHead) ? new FeatureLayout(below) : null;
    }

    /// <summary>
    /// The features of as many layers, from the first, as run within a time. Time grows with every layer. Bisects, since each measurement
    /// starts a session.
    /// </summary>
    /// <param name="features">All features.</param>
    /// <param name="budget">The time.</param>
    /// <param name="measure">Measures how long some features take.</param>
    /// <exception cref="ArgumentOutOfRangeException">Even the first layer takes longer.</exception>
    public static FeatureLayout Deepest(FeatureLayout features, TimeSpan budget, Func<FeatureLayout, TimeSpan> measure)
    {
        var layers = features.Where(feature => feature.IsHead).Select(head => head.Layer).Distinct().Order().ToArray();
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

        FeatureLayout FirstLayers(int count) => Below(features, layers[count - 1] + 1)!;
    }
}
