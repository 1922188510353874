using System.Runtime.InteropServices;

namespace Microsoft.ML.Sav.Benchmarks.Measuring;

/// <summary>Describes this machine.</summary>
internal static class Machine
{
    // ONNX Runtime chooses kernels of quantised models by these. Names as in /proc/cpuinfo: "flags" on x64, "Features" on Arm.
    private static readonly (string Line, string[] Names)[] VectorInstructions =
    [
        ("flags", ["avx2", "avx_vnni", "avx512f", "avx512_vnni", "amx_int8"]),
        ("Features", ["asimddp", "i8mm", "sve"]),
    ];

    /// <summary>Processor, vector instructions, cores, memory, operating system and runtime, in one line.</summary>
    public static string Describe() => string.Join("; ",
        $"{Processor()} ({Instructions()}), {Environment.ProcessorCount} cores, {Memory() / (1 << 30):0} GiB",
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription);

    /// <summary>Load average of the last minute.</summary>
    public static double Load() => double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0]);

    private static string Processor() => ProcessorInfo("model name") ?? RuntimeInformation.ProcessArchitecture.ToString();

    private static string Instructions()
    {
        var (line, names) = VectorInstructions.FirstOrDefault(entry => ProcessorInfo(entry.Line) is not null);
        if (line is null)
            return "vector instructions not known";
        var flags = ProcessorInfo(line)!.Split(' ');
        return $"with {List(names.Intersect(flags))}, without {List(names.Except(flags))}";

        static string List(IEnumerable<string> some) => string.Join(", ", some.DefaultIfEmpty("none"));
    }

    private static string? ProcessorInfo(string name) => File.ReadLines("/proc/cpuinfo")
        .FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim();

    private static double Memory() => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
}
