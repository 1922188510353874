namespace Microsoft.ML.Sav.Lmm.Sessions;

/// <summary>
/// The cores that this process can use. ONNX Runtime's own count takes the two cores of some virtual machines for one, and knows nothing of
/// a container's limit.
/// </summary>
internal static class PhysicalCores
{
    /// <summary>Number of cores; 0 where it is not known.</summary>
    public static int Count { get; } = OperatingSystem.IsLinux() ? Math.Min(CountIn("/sys/devices/system/cpu"), Environment.ProcessorCount) : 0;

    /// <summary>Number of cores in a folder like Linux's, in which each processor names those that it shares its core with.</summary>
    internal static int CountIn(string folder)
    {
        try
        {
            return Directory.EnumerateDirectories(folder, "cpu*")
                .Select(processor => Path.Combine(processor, "topology", "thread_siblings_list"))
                .Where(File.Exists)
                .Select(File.ReadAllText)
                .Distinct()
                .Count();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
