using System.Runtime.InteropServices;

namespace Microsoft.ML.Sav.Lmm.Sessions;

/// <summary>
/// Memory that sessions freed: a closed one, or one that was just opened, which has packed its weights anew. The GNU C library keeps most of it for later
/// allocations.
/// </summary>
internal static partial class FreedMemory
{
    /// <summary>Gives it back to the operating system.</summary>
    public static void Return()
    {
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            _ = MallocTrim(0);
        }
        catch (EntryPointNotFoundException)
        {
            // Other C libraries, such as musl, have no such function.
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int MallocTrim(nuint pad);
}
