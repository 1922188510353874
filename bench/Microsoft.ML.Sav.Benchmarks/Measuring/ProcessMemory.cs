namespace Microsoft.ML.Sav.Benchmarks.Measuring;

/// <summary>Reads the memory of processes from /proc.</summary>
internal static class ProcessMemory
{
    /// <summary>Peak memory of this process so far in bytes, mapped files included.</summary>
    public static long Peak()
    {
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1]) * 1024;
    }

    /// <summary>Memory ranges of a process.</summary>
    public static IEnumerable<Mapping> Mappings(int process)
    {
        Mapping? mapping = null;
        foreach (var line in File.ReadLines($"/proc/{process}/smaps"))
        {
            var parts = line.Split((char[]?)null, 6, StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length >= 5)
            {
                if (mapping is not null)
                    yield return mapping;
                mapping = new Mapping(parts.ElementAtOrDefault(5) ?? "", 0, 0);
            }
            else if (parts[0] == "Rss:")
            {
                mapping = mapping! with { Resident = long.Parse(parts[1]) * 1024 };
            }
            else if (parts[0] is "Shared_Clean:" or "Shared_Dirty:")
            {
                mapping = mapping! with { Shared = mapping.Shared + (long.Parse(parts[1]) * 1024) };
            }
        }
        if (mapping is not null)
            yield return mapping;
    }
}
