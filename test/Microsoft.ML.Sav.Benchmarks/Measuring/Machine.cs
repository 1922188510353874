using System.Runtime.InteropServices;

namespace Microsoft.ML.Sav.Benchmarks.Measuring;

/// <summary>The machine that measurements are taken on.</summary>
internal static class Machine
{
    /// <summary>Processor, cores, memory and systems, in one line.</summary>
    public static string Describe() => string.Join("; ",
        $"{Processor()}, {Environment.ProcessorCount} cores, {Memory() / (1 << 30):0} GiB",
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription);

    /// <summary>How many processes wanted to run during the last minute, on average.</summary>
    public static double Load() => double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0]);

    private static string Processor() => File.ReadLines("/proc/cpuinfo")
        .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
        ?? RuntimeInformation.ProcessArchitecture.ToString();

    private static double Memory() => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
}
