using System.Security.Cryptography;
using System.Text;
using Microsoft.ML.Sav.Heads.Files;

namespace Microsoft.ML.Sav.Lmm.Fingerprints;

/// <summary>
/// What is expensive to compute from a file and short, kept in a folder for as long as the <see cref="FileIdentity"/> stays the same.
/// Files that changed within the last seconds are not cached: a further change could leave their times as they are.
/// </summary>
/// <param name="folder">The folder; <see langword="null"/> to cache nothing.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class FileFacts(string? folder, TimeProvider timeProvider)
{
    private const string Noted = "true";
    private const int MaximumLength = 1 << 20;
    private static readonly TimeSpan MinimumAge = TimeSpan.FromSeconds(5);

    /// <summary>The cache in the user's local application data.</summary>
    public static FileFacts Default { get; } = new(FindDefaultFolder(), TimeProvider.System);

    /// <summary>Returns a fact about a file.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="name">Name of the fact.</param>
    /// <param name="compute">Computes it from the file's full path.</param>
    /// <param name="isValid">Whether a string can be such a fact; what was damaged in the cache is computed again.</param>
    public string GetOrCompute(string path, string name, Func<string, string> compute, Func<string, bool> isValid)
    {
        var time = timeProvider.GetUtcNow();
        var identity = FileIdentity.Read(path);
        var entry = FindEntry($"{name}\n{identity}");
        if (entry is not null && Read(entry) is { } known && isValid(known))
            return known;

        var fact = compute(Path.GetFullPath(path));
        if (entry is not null && time - identity.LastChange > MinimumAge && FileIdentity.Read(path) == identity)
            Write(entry, fact);
        return fact;
    }

    /// <summary>Whether <see cref="Note"/> was called with a statement, in any process.</summary>
    public bool IsNoted(string statement) => FindEntry(statement) is { } entry && Read(entry) == Noted;

    /// <summary>Notes that a statement is true for ever: it must name all that it depends on.</summary>
    public void Note(string statement)
    {
        if (FindEntry(statement) is { } entry)
            Write(entry, Noted);
    }

    private string? FindEntry(string key) => folder is null ? null : Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))));

    private static string? FindDefaultFolder() =>
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } root
            ? Path.Combine(root, "Microsoft.ML.Sav", "hashes")
            : null;

    private static string? Read(string entry)
    {
        try
        {
            // a pipe, which has no length, must not be opened
            return new FileInfo(entry) is { Exists: true, Length: > 0 and <= MaximumLength } ? File.ReadAllText(entry) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // a cache that cannot be written costs time only
    private void Write(string entry, string fact)
    {
        try
        {
            Directory.CreateDirectory(folder!);
            Orphans.Delete(folder!);
            using var file = new UnfinishedFile(entry);
            file.Stream.Write(Encoding.UTF8.GetBytes(fact));
            file.Finish(entry);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }
}
