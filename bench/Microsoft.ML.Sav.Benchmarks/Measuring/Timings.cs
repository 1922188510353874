namespace Microsoft.ML.Sav.Benchmarks.Measuring;

/// <summary>Times per row of a subject.</summary>
/// <param name="Name">The subject's name.</param>
/// <param name="Milliseconds">One value per round.</param>
internal sealed record Timings(string Name, IReadOnlyList<double> Milliseconds)
{
    public Spread Spread { get; } = new(Milliseconds);

    /// <summary>Ratio of each round's time to another subject's time in the same round.</summary>
    public Spread RatioTo(Timings other) => new(Milliseconds.Select((own, round) => own / other.Milliseconds[round]));
}
