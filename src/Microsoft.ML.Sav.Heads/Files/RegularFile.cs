namespace Microsoft.ML.Sav.Heads.Files;

/// <summary>Opens files, but nothing that could block or never end: the checks need no open file.</summary>
internal static class RegularFile
{
    /// <summary>Opens a file that <see cref="Check"/> accepts.</summary>
    /// <inheritdoc cref="Check"/>
    public static FileStream OpenRead(string path, long maximumLength = long.MaxValue)
    {
        Check(path, maximumLength);
        return File.OpenRead(path);
    }

    /// <summary>Checks that a file has a content, and not too much of it.</summary>
    /// <param name="path">Path of the file, or of a link to it.</param>
    /// <param name="maximumLength">Maximum length in bytes.</param>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="IOException">It is empty, not a regular file, or too large.</exception>
    public static void Check(string path, long maximumLength = long.MaxValue)
    {
        var file = new FileInfo(path);
        var length = (file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file).Length;
        // pipes, devices and files of /proc have no length; opening a pipe would wait for a writer
        if (length == 0)
            throw new IOException($"'{path}' is empty (0 bytes) or not a regular file.");
        if (length > maximumLength)
            throw new IOException($"'{path}' has {length} bytes, expected at most {maximumLength}.");
    }
}
