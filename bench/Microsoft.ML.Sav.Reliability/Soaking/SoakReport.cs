namespace Microsoft.ML.Sav.Reliability.Soaking;

/// <summary>What happened.</summary>
internal sealed class SoakReport
{
    private readonly Dictionary<string, long> _counts = [];
    private readonly List<string> _errors = [];
    private readonly List<long> _memory = []; // once per second

    /// <summary>How often each thing was done.</summary>
    public IReadOnlyDictionary<string, long> Counts => _counts;

    /// <summary>What should not have happened.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>Resident memory in MiB, median of each fifth of the time.</summary>
    public IEnumerable<long> MedianMemory => _memory.Chunk(Math.Max(1, (_memory.Count + 4) / 5)).Select(part => part.Order().ElementAt(part.Length / 2));

    /// <summary>Greatest resident memory in MiB.</summary>
    public long PeakMemory => _memory.Max();

    public void Count(string what, int count = 1)
    {
        lock (_counts)
            _counts[what] = _counts.GetValueOrDefault(what) + count;
    }

    public void AddError(string error)
    {
        lock (_errors)
            _errors.Add(error);
    }

    public void AddMemory(long bytes) => _memory.Add(bytes >> 20);
}
