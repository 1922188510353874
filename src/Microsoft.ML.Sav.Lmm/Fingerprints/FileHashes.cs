using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Microsoft.ML.Sav.Lmm.Fingerprints;

/// <summary>
/// SHA-256 of files. A file is read once: its hash is kept in the user's local application data, under its path, size and time of
/// last change.
/// </summary>
internal static class FileHashes
{
    private static readonly string CacheFolder = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        "Microsoft.ML.Sav", "hashes");

    /// <summary>SHA-256 of a file's contents, 64 hexadecimal digits.</summary>
    public static string Of(string path)
    {
        var file = new FileInfo(path);
        var entry = Path.Combine(CacheFolder, KeyOf(file));
        if (Read(entry) is { } known)
            return known;

        using var stream = file.OpenRead();
        var hash = Convert.ToHexStringLower(SHA256.HashData(stream));
        Write(entry, hash);
        return hash;
    }

    private static string KeyOf(FileInfo file) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{file.FullName}|{file.Length}|{file.LastWriteTimeUtc.Ticks}"))));

    private static string? Read(string entry)
    {
        try
        {
            var hash = File.ReadAllText(entry);
            return hash.Length == 2 * SHA256.HashSizeInBytes && hash.All(char.IsAsciiHexDigitLower) ? hash : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // a cache that cannot be written costs time, nothing else
    private static void Write(string entry, string hash)
    {
        try
        {
            Directory.CreateDirectory(CacheFolder);
            var unfinished = $"{entry}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}";
            File.WriteAllText(unfinished, hash);
            File.Move(unfinished, entry, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }
}
