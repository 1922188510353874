using Microsoft.ML.Sav.Heads.Gaussian;
using Microsoft.ML.Sav.Heads.Rejection;

namespace Microsoft.ML.Sav.Heads;

/// <summary>
/// Rejects examples that look like none of the classes. Their strangeness is the relative Mahalanobis distance (arXiv 2106.09022), averaged over
/// the classifier's features. The training examples, each measured without itself, tell how strange an example may be. Immutable and thread-safe.
/// </summary>
public sealed class RejectOption
{
    // Keeps products such as 0.29 * 100 from ending below their integer.
    private const double Rounding = 1e-9;

    private readonly float[] _leaveOneOutValues;

    internal RejectOption(FeatureLayout layout, IReadOnlyList<(int Position, RelativeDistance Distance)> features, float[] leaveOneOutValues, double? rate)
    {
        Layout = layout;
        Features = features;
        _leaveOneOutValues = leaveOneOutValues;
        Rate = rate;
        // As for conformal p-values: (1 + number of training examples at least as strange) / (N + 1) <= rate
        var rank = (int)(((rate ?? 0) * (leaveOneOutValues.Length + 1)) + Rounding);
        Threshold = rank >= 1 && rank <= leaveOneOutValues.Length ? leaveOneOutValues[^rank] : float.PositiveInfinity;
    }

    /// <summary>The features, those of the classifier.</summary>
    public FeatureLayout Layout { get; }

    /// <summary>
    /// About the share of examples like the training examples that are rejected; <see langword="null"/> to reject none.
    /// </summary>
    public double? Rate { get; }

    /// <summary>An example is rejected if it is stranger. Infinite if none is, as with fewer than 1 / <see cref="Rate"/> - 1 <see cref="LeaveOneOutValues"/>.</summary>
    public float Threshold { get; }

    /// <summary>
    /// Strangeness of the training examples by a fit without them, ascending. Examples that are the only one of their class have none.
    /// </summary>
    public IReadOnlyList<float> LeaveOneOutValues => _leaveOneOutValues;

    /// <summary>The features that differ between examples, by position in <see cref="Layout"/>.</summary>
    internal IReadOnlyList<(int Position, RelativeDistance Distance)> Features { get; }

    /// <summary>Computes how strange an example is.</summary>
    /// <param name="vectors">Vectors of one example, as <see cref="Layout"/> orders them.</param>
    /// <exception cref="ArgumentException">The vectors have another length.</exception>
    public float ComputeStrangeness(ReadOnlySpan<float> vectors)
    {
        Layout.RequireLength(vectors, nameof(vectors));
        var sum = 0.0;
        foreach (var (position, distance) in Features)
            sum += distance.Compute(Layout.Slice(vectors, position));
        return (float)(sum / Math.Max(Features.Count, 1));
    }

    /// <summary>Whether a strangeness is that of a rejected example. NaN is rejected, if <see cref="Threshold"/> is finite.</summary>
    public bool IsRejected(float strangeness) => float.IsFinite(Threshold) && !(strangeness <= Threshold);

    /// <summary>Returns a copy with another rate.</summary>
    /// <param name="rate">See <see cref="Rate"/>; between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not between 0 and 1.</exception>
    public RejectOption WithRate(double? rate)
    {
        RequireRate(rate, nameof(rate));
        return new RejectOption(Layout, Features, _leaveOneOutValues, rate);
    }

    /// <exception cref="ArgumentOutOfRangeException">The rate is not between 0 and 1.</exception>
    internal static void RequireRate(double? rate, string name)
    {
        if (rate is { } value && !(value > 0 && value < 1))
            throw new ArgumentOutOfRangeException(name, value, "A rejection rate should be above 0 and below 1, or null to reject none.");
    }

    /// <summary>Fits the features of a classifier.</summary>
    internal static RejectOption Fit(ILabelledExamples examples, FeatureLayout layout, double rate, ParallelOptions parallel)
    {
        var classes = new ExampleClasses(examples);
        var distances = new RelativeDistance?[layout.Count];
        var leaveOneOut = new double[layout.Count][];
        Parallel.For(0, layout.Count, parallel, position =>
        {
            if (FeatureGaussian.Fit(examples, examples.Layout.FindPosition(layout[position]), classes) is not { } gaussian)
                return;
            var fit = new RelativeDistanceFit(gaussian);
            distances[position] = fit.Fit();
            leaveOneOut[position] = fit.ComputeLeaveOneOut();
        });
        // In the order of the layout, so the result does not depend on the number of threads.
        var features = Enumerable.Range(0, layout.Count).Where(position => distances[position] is not null).ToArray();
        var values = classes.Scored.Select((_, i) => (float)(features.Sum(position => leaveOneOut[position][i]) / Math.Max(features.Length, 1)));
        return new RejectOption(layout, [.. features.Select(position => (position, distances[position]!))], [.. values.Order()], rate);
    }
}
