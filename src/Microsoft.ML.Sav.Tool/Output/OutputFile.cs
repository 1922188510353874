namespace Microsoft.ML.Sav.Tool.Output;

/// <summary>A file that a command is to write.</summary>
internal static class OutputFile
{
    /// <summary>Finds out before the work starts what would keep the file from being written after it.</summary>
    /// <exception cref="IOException">The file's folder is missing, or the file is a folder.</exception>
    public static string Check(string path)
    {
        if (Directory.Exists(path))
            throw new IOException($"'{path}' is a folder, expected a file to write.");
        return Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path)))
            ? path
            : throw new DirectoryNotFoundException($"There is no folder for the file '{path}'.");
    }
}
