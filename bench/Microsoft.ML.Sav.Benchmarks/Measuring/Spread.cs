namespace Microsoft.ML.Sav.Benchmarks.Measuring;

/// <summary>Median and percentiles of measured values.</summary>
internal sealed class Spread
{
    private readonly double[] _sorted;

    public Spread(IEnumerable<double> values) => _sorted = [.. values.Order()];

    public double Median => Percentile(0.5);

    /// <summary>The value that a share of the values does not exceed, interpolated linearly.</summary>
    public double Percentile(double share)
    {
        var position = share * (_sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, _sorted.Length - 1);
        return _sorted[below] + ((position - below) * (_sorted[above] - _sorted[below]));
    }

    /// <summary>The median and, for more than two values, the quartiles.</summary>
    public string ToString(string format)
    {
        return _sorted.Length > 2 ? $"{Format(0.5)} ({Format(0.25)}-{Format(0.75)})" : Format(0.5);

        string Format(double share) => Percentile(share).ToString(format);
    }

    public override string ToString() => ToString("0.00");
}
