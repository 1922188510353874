using System.Collections.Concurrent;

namespace Microsoft.ML.Sav.Heads.Files;

/// <summary>A file with a temporary name until it is complete, and the permissions of the file that it replaces. Unless it was finished, disposing deletes it.</summary>
internal sealed class UnfinishedFile : IDisposable
{
    private static readonly ConcurrentDictionary<string, bool> Open = [];
    private readonly string _temporaryPath;

    /// <param name="path">A path in the folder that the file will be in.</param>
    public UnfinishedFile(string path)
    {
        _temporaryPath = Orphans.CreateTemporaryPath(path);
        Open[_temporaryPath] = true;
        Stream = Create(_temporaryPath, new FileInfo(path));
    }

    public FileStream Stream { get; }

    /// <summary>Renames the file, which replaces an existing one.</summary>
    /// <param name="path">The file's name from now on.</param>
    /// <param name="flushToDisk">Whether the content must be on disk before the name, in case that the power fails.</param>
    public void Finish(string path, bool flushToDisk = true)
    {
        Stream.Flush(flushToDisk);
        Stream.Dispose();
        File.Move(_temporaryPath, path, overwrite: true);
    }

    public void Dispose()
    {
        Stream.Dispose();
        File.Delete(_temporaryPath);
        Open.TryRemove(_temporaryPath, out _);
    }

    /// <summary>Does work that writes a file, and names the file if it fails: a full disk, for example, is reported without one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="work">What writes it.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void NameInErrors(string path, Action work)
    {
        try
        {
            work();
        }
        catch (Exception exception) when (exception.GetType() == typeof(IOException) || IsTooLarge(exception))
        {
            throw new IOException($"'{path}' cannot be written: {exception.Message}", exception);
        }
    }

    // .NET's exception for a file that is larger than the file system allows (EFBIG)
    private static bool IsTooLarge(Exception exception) => exception is ArgumentOutOfRangeException { ParamName: "value" };

    // private files stay private, from the first byte on
    private static FileStream Create(string path, FileInfo replaced)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite };
        if (OperatingSystem.IsWindows() || replaced is not { Exists: true, LinkTarget: null, UnixFileMode: var mode })
            return new FileStream(path, options);
        options.UnixCreateMode = mode;
        var stream = new FileStream(path, options);
        // the umask may have removed some
        if (File.GetUnixFileMode(stream.SafeFileHandle) != mode)
            File.SetUnixFileMode(stream.SafeFileHandle, mode);
        return stream;
    }

    /// <summary>Deletes what this process has not finished, before it ends without disposing.</summary>
    public static void DeleteAll()
    {
        foreach (var path in Open.Keys)
            Orphans.DeleteIfPossible(new FileInfo(path));
    }
}
