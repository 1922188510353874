using System.Runtime.InteropServices;

namespace Microsoft.ML.Sav.Lmm.Fingerprints;

/// <summary>What Linux and macOS know of a file and .NET does not report.</summary>
/// <param name="Inode">Number of the file in its file system.</param>
/// <param name="Changed">Time of the last change of content or attributes (ctime).</param>
/// <param name="IsRegular">Whether the file is a regular one, not a device or a pipe.</param>
internal sealed partial record UnixFileStatus(ulong Inode, DateTimeOffset Changed, bool IsRegular)
{
    private const int BufferSize = 256; // of struct statx; macOS's struct stat has 144 bytes
    private const int CurrentDirectory = -100; // AT_FDCWD
    private const uint BasicFields = 0x7ff; // STATX_BASIC_STATS
    private const long NanosecondsPerTick = 100;
    private const int FileType = 0xf000; // S_IFMT
    private const int RegularFile = 0x8000; // S_IFREG

    /// <summary>Reads the status of a file; <see langword="null"/> on other systems and if the system call fails.</summary>
    public static UnixFileStatus? TryRead(string path)
    {
        Span<byte> status = stackalloc byte[BufferSize];
        try
        {
            if (OperatingSystem.IsLinux())
                return StatX(CurrentDirectory, path, 0, BasicFields, status) == 0 ? Parse(status, mode: 28, inode: 32, changed: 96) : null;
            if (OperatingSystem.IsMacOS())
            {
                var isRead = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? StatX64(path, status) : Stat(path, status);
                return isRead == 0 ? Parse(status, mode: 4, inode: 8, changed: 64) : null;
            }
            return null;
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    private static UnixFileStatus Parse(ReadOnlySpan<byte> status, int mode, int inode, int changed)
    {
        var seconds = BitConverter.ToInt64(status[changed..]);
        var nanoseconds = BitConverter.ToUInt32(status[(changed + sizeof(long))..]);
        return new UnixFileStatus(
            BitConverter.ToUInt64(status[inode..]), DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanoseconds / NanosecondsPerTick),
            (BitConverter.ToUInt16(status[mode..]) & FileType) == RegularFile);
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int folder, string path, int flags, uint fields, Span<byte> status);

    [LibraryImport("libc", EntryPoint = "stat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Stat(string path, Span<byte> status);

    [LibraryImport("libc", EntryPoint = "stat$INODE64", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX64(string path, Span<byte> status);
}
