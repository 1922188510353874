using System.IO.Compression;
using Microsoft.ML.Sav.Tool.Files;
using Microsoft.ML.Sav.Tool.Rows;

namespace Microsoft.ML.Sav.Tool.Examples.Archives;

/// <summary>
/// Unpacks images, and the files that describe them, from a zip file. Nothing is written outside of the folder, whatever the entries are called, and no more
/// than <see cref="UnpackedLength"/> allows, whatever lengths they state.
/// </summary>
internal static class ImageArchive
{
    private static readonly string[] Descriptions = [".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".parquet"];

    /// <summary>Names of the entries that would be unpacked.</summary>
    /// <exception cref="InvalidDataException">The file is not a zip file.</exception>
    public static string[] ReadNames(string path)
    {
        try
        {
            using var archive = ZipFile.OpenRead(path);
            return [.. archive.Entries.Select(entry => entry.FullName).Where(IsWanted)];
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"'{path}' is not a zip file that can be read: {exception.Message}", exception);
        }
    }

    /// <summary>Unpacks a file.</summary>
    /// <param name="path">The zip file.</param>
    /// <param name="folder">Existing folder to unpack to.</param>
    /// <returns>What it unpacked to, for the images in a file that is among it.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, unpacks to too much, or has an entry that leaves the folder.</exception>
    public static UnpackedLength Unpack(string path, string folder)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + Path.DirectorySeparatorChar;
        var limit = new UnpackedLength(path);
        try
        {
            using var archive = ZipFile.OpenRead(path);
            foreach (var entry in archive.Entries.Where(entry => IsWanted(entry.FullName)))
                NameInErrors(entry.FullName, () => Unpack(entry, root, limit));
            return limit;
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"'{path}' cannot be unpacked: {exception.Message}", exception);
        }
    }

    private static void Unpack(ZipArchiveEntry entry, string root, UnpackedLength limit)
    {
        var target = Path.GetFullPath(Path.Join(root, entry.FullName.Replace('\\', '/')));
        if (!target.StartsWith(root, StringComparison.Ordinal))
            throw new InvalidDataException($"the entry '{entry.FullName}' leads out of its folder.");
        if (File.Exists(target))
            throw new InvalidDataException($"the entry '{entry.FullName}' occurs twice.");
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        using var source = entry.Open();
        using var file = new FileStream(target, FileMode.CreateNew, FileAccess.Write);
        limit.Copy(source, file);
    }

    // A file where another entry needs a folder, a name that is too long or that no file can have, a method of compression that is not known.
    private static void NameInErrors(string entry, Action unpack)
    {
        try
        {
            unpack();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InvalidDataException($"the entry '{entry}': {exception.Message}", exception);
        }
    }

    // macOS adds resource forks with the names of the images
    private static bool IsWanted(string name)
    {
        var parts = name.Split('/', '\\');
        return parts[^1].Length > 0 && !parts.Contains("__MACOSX") && !parts[^1].StartsWith('.')
            && (ImageFolder.IsImage(name) || Descriptions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase));
    }
}
