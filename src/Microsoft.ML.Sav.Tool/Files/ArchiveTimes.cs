using System.IO.Compression;

namespace Microsoft.ML.Sav.Tool.Files;

/// <summary>Sets the times in a zip file, which ML.NET sets to now, so that the same model is the same file.</summary>
internal static class ArchiveTimes
{
    // The first day that the format has.
    private static readonly DateTimeOffset Time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Sets the time of all entries. Rewrites their headers only.</summary>
    public static void Reset(Stream stream)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true);
        foreach (var entry in archive.Entries)
            entry.LastWriteTime = Time;
    }
}
