using System.Runtime.InteropServices;

namespace Microsoft.ML.Sav.Tool.Files;

/// <summary>Tells regular files from links, devices, pipes and sockets.</summary>
internal static class FileKind
{
    private const int TypeMask = 0xF000;
    private const int Regular = 0x8000;
    private const int ModeOffset = sizeof(int);

    /// <summary>Whether an existing path is a regular file. Symbolic links are not followed.</summary>
    public static bool IsRegular(string path)
    {
        if (new FileInfo(path).LinkTarget is not null || Directory.Exists(path))
            return false;
        if (OperatingSystem.IsWindows())
            return !Path.GetFullPath(path).StartsWith(@"\\.\", StringComparison.Ordinal);
        // .NET 10 has no public API for the type of a file; the runtime's own lstat returns flags, then the mode
        var status = new byte[512];
        return LStat(path, status) != 0 || (BitConverter.ToInt32(status, ModeOffset) & TypeMask) == Regular;
    }

    [DllImport("libSystem.Native", EntryPoint = "SystemNative_LStat")]
    private static extern int LStat([MarshalAs(UnmanagedType.LPUTF8Str)] string path, [Out] byte[] status);
}
