namespace Microsoft.ML.Sav.Heads.Files;

/// <summary>Paths without symbolic links.</summary>
internal static class RealPath
{
    // as Linux has it
    private const int MaxLinks = 40;

    /// <summary>Compares real paths as the file system does by default.</summary>
    public static StringComparer Comparer { get; } =
        OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

    /// <summary>The full path with every symbolic link resolved; what does not exist is kept as it is.</summary>
    /// <exception cref="IOException">The links form a cycle.</exception>
    public static string Resolve(string path) => Resolve(path, MaxLinks);

    private static string Resolve(string path, int linksLeft)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
            return path; // of no file
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Path.GetDirectoryName(full) is not { } parent)
            return full;
        var folder = Resolve(parent, linksLeft);
        var entry = Path.Join(folder, Path.GetFileName(full));
        if (new FileInfo(entry).LinkTarget is not { } target)
            return entry;
        return linksLeft > 0
            ? Resolve(Path.Combine(folder, target), linksLeft - 1)
            : throw new IOException($"'{path}' has more than {MaxLinks} symbolic links.");
    }
}
