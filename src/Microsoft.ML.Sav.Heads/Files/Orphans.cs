namespace Microsoft.ML.Sav.Heads.Files;

/// <summary>Temporary files and folders that killed processes left behind. They are known by their names.</summary>
internal static class Orphans
{
    private const string Extension = ".sav-tmp";

    /// <summary>Age from which on no process can still be writing.</summary>
    public static TimeSpan MinimumAge { get; } = TimeSpan.FromDays(1);

    /// <summary>A new path beside another one, for what is renamed when it is complete.</summary>
    public static string CreateTemporaryPath(string path) => $"{path}.{Path.GetRandomFileName()}{Extension}";

    /// <summary>Deletes old temporary files and folders, as far as the user may.</summary>
    /// <param name="folder">The folder that they are in; it need not exist.</param>
    public static void Delete(string folder) => Delete(folder, "*" + Extension, _ => true);

    /// <summary>Deletes old files and folders, as far as the user may.</summary>
    /// <param name="folder">The folder that they are in; it need not exist.</param>
    /// <param name="pattern">Pattern of their names, with wildcards.</param>
    /// <param name="isOrphan">Whether a name that fits the pattern is that of an orphan.</param>
    public static void Delete(string folder, string pattern, Predicate<string> isOrphan)
    {
        try
        {
            var entries = new DirectoryInfo(folder).EnumerateFileSystemInfos(pattern);
            foreach (var entry in entries.Where(entry => isOrphan(entry.Name) && DateTime.UtcNow - entry.LastWriteTimeUtc > MinimumAge))
                DeleteIfPossible(entry);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // there is no such folder, or it is somebody else's
        }
    }

    /// <summary>Deletes a file or folder, if the user may.</summary>
    public static void DeleteIfPossible(FileSystemInfo entry)
    {
        try
        {
            if (entry is DirectoryInfo { LinkTarget: null } folder)
                folder.Delete(recursive: true);
            else
                entry.Delete();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // somebody else's, or open
        }
    }
}
