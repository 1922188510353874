namespace Microsoft.ML.Sav.Reliability.Soaking;

/// <summary>What happened.</summary>
internal sealed class SoakReport
{
    private readonly Dictionary<string, long> _counts = [];
    private readonly List<string> _errors = [];
    private readonly List<long> _memory = [];

    /// <summary>How often each thing was done.</summary>
    public IReadOnlyDictionary<string, long> Counts => _counts;

    /// <summary>What should not have happened.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>Resident memory in MiB, once per second.</summary>
    public IReadOnlyList<long> Memory => _memory;

    /// <summary>Greatest memory in the second quarter of the time.</summary>
    public long EarlyMemory => Greatest(_memory.Count / 4, _memory.Count / 2);

    /// <summary>Greatest memory in the last quarter of the time.</summary>
    public long LateMemory => Greatest(_memory.Count - _memory.Count / 4 - 1, _memory.Count);

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

    private long Greatest(int first, int end) => _memory.Count == 0 ? 0 : _memory.Skip(first).Take(Math.Max(1, end - first)).Max();
}
