namespace Microsoft.ML.Sav.Benchmarks.Measuring;

/// <summary>How long each repeat of a subject took, a row.</summary>
/// <param name="Name">The subject's name.</param>
/// <param name="Milliseconds">One value a round.</param>
internal sealed record Timings(string Name, IReadOnlyList<double> Milliseconds)
{
    public Spread Spread { get; } = new(Milliseconds);

    /// <summary>Time of each round as a share of another subject's time in the same round.</summary>
    public Spread RatioTo(Timings other) => new(Milliseconds.Zip(other.Milliseconds, (own, others) => own / others));
}
