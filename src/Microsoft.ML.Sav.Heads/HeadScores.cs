namespace Microsoft.ML.Sav.Heads;

/// <summary>How well each head alone tells the classes of a support set apart.</summary>
public sealed class HeadScores
{
    private readonly int[] _successCounts;
    private readonly double[] _meanMargins;

    private HeadScores(HeadLayout layout, int[] successCounts, double[] meanMargins)
    {
        Layout = layout;
        _successCounts = successCounts;
        _meanMargins = meanMargins;
    }

    /// <summary>The heads.</summary>
    public HeadLayout Layout { get; }

    /// <summary>Number of examples whose nearest class mean by cosine is their own class's; one value a head.</summary>
    public IReadOnlyList<int> SuccessCounts => _successCounts;

    /// <summary>Mean over the examples of the cosine with the own class mean less the greatest other one; one value a head.</summary>
    public IReadOnlyList<double> MeanMargins => _meanMargins;

    /// <summary>
    /// Scores every head by re-substitution: each example's own vector is part of its class mean (arXiv 2412.00142, section 3).
    /// </summary>
    /// <param name="support">The examples.</param>
    /// <param name="means">Class means over the same heads.</param>
    public static HeadScores Measure(SupportSet support, ClassMeans means)
    {
        ArgumentNullException.ThrowIfNull(support);
        ArgumentNullException.ThrowIfNull(means);
        var layout = support.Layout;
        var successCounts = new int[layout.Count];
        var meanMargins = new double[layout.Count];
        Parallel.For(0, layout.Count, position =>
        {
            var margins = 0.0;
            var cosines = new HeadCosines(support, means, position);
            for (var example = 0; example < support.Count; example++)
            {
                var row = cosines.Of(example);
                var own = support.Class(example);
                if (ClassMeans.Nearest(row) == own)
                    successCounts[position]++;
                margins += Margin(row, own);
            }
            // a head whose vectors are not numbers ranks last among its equals
            meanMargins[position] = double.IsFinite(margins) ? margins / support.Count : double.NegativeInfinity;
        });
        return new HeadScores(layout, successCounts, meanMargins);
    }

    /// <summary>
    /// Positions of the <paramref name="count"/> best heads, best first: by success count, then by mean margin, then the lower layer,
    /// then the lower head.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1 or above the number of heads.</exception>
    public int[] Best(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Layout.Count);
        return [.. Enumerable.Range(0, Layout.Count)
            .OrderByDescending(position => _successCounts[position])
            .ThenByDescending(position => _meanMargins[position])
            .ThenBy(position => Layout[position].Layer)
            .ThenBy(position => Layout[position].Index)
            .Take(count)];
    }

    private static double Margin(ReadOnlySpan<float> cosines, int own)
    {
        var bestOther = double.NegativeInfinity;
        for (var c = 0; c < cosines.Length; c++)
        {
            if (c != own && cosines[c] > bestOther)
                bestOther = cosines[c];
        }
        return cosines[own] - bestOther;
    }
}
