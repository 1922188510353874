namespace Microsoft.ML.Sav.Benchmarks.Measuring;

/// <summary>Memory of processes, as Linux counts it.</summary>
internal static class ProcessMemory
{
    /// <summary>The most memory that this process has held so far, mapped files included, in bytes.</summary>
    public static long Peak()
    {
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1]) * 1024;
    }
}
