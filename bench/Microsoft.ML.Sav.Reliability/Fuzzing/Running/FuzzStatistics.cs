namespace Microsoft.ML.Sav.Reliability.Fuzzing.Running;

/// <summary>What cases took.</summary>
/// <param name="Cases">Number of cases.</param>
/// <param name="Refused">Of these, how many ended with the documented exception.</param>
/// <param name="SlowestMilliseconds">CPU time of the slowest.</param>
/// <param name="MostAllocated">Bytes of the one that allocated the most.</param>
internal sealed record FuzzStatistics(long Cases, long Refused, double SlowestMilliseconds, long MostAllocated)
{
    public static FuzzStatistics None { get; } = new(0, 0, 0, 0);

    public FuzzStatistics Add(FuzzStatistics other) => new(
        Cases + other.Cases, Refused + other.Refused, Math.Max(SlowestMilliseconds, other.SlowestMilliseconds), Math.Max(MostAllocated, other.MostAllocated));
}
