namespace Microsoft.ML.Sav.Results.Measuring;

/// <summary>A value over several seeds.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Deviation">The standard deviation, of the seeds themselves (divided by their number); 0 for one seed.</param>
internal sealed record Summary(double Mean, double Deviation)
{
    /// <summary>Summarises values.</summary>
    public static Summary FromValues(IReadOnlyCollection<double> values)
    {
        var mean = values.Average();
        return new Summary(mean, Math.Sqrt(values.Average(value => (value - mean) * (value - mean))));
    }

    public override string ToString() => $"{Mean:0.000} ± {Deviation:0.000}";
}
