namespace Microsoft.ML.Sav.Lmm.Sessions;

/// <summary>
/// Number of physical cores that this process can use. ONNX Runtime's own count takes the two cores of some virtual machines for one and
/// ignores container limits.
/// </summary>
internal static class PhysicalCores
{
    /// <summary>Number of cores; 0 if unknown.</summary>
    public static int Count { get; } = OperatingSystem.IsLinux() ? Math.Min(ReadCount("/sys/devices/system/cpu"), Environment.ProcessorCount) : 0;

    /// <summary>Counts the cores in a folder with the layout of Linux's <c>/sys/devices/system/cpu</c>.</summary>
    internal static int ReadCount(string folder)
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
