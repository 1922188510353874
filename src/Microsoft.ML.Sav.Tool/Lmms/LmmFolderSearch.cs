namespace Microsoft.ML.Sav.Tool.Lmms;

/// <summary>Finds the LMM in a folder that a user names, which may be that of an unpacked package.</summary>
internal static class LmmFolderSearch
{
    // PACKAGE/VERSION/lmm/NAME in the output folder of dotnet package download
    private const int MaximumDepth = 5;

    /// <summary>Full path of the folder with <c>config.json</c>: the given one, or the only one below it.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">There is none, or several.</exception>
    public static string Find(string folder)
    {
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"There is no LMM folder '{folder}'.");
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (File.Exists(Path.Combine(folder, "config.json")))
            return folder;
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = MaximumDepth };
        string[] found = [.. Directory.EnumerateFiles(folder, "config.json", options).Select(path => Path.GetDirectoryName(path)!).Order(StringComparer.Ordinal)];
        return found switch
        {
            [var only] => only,
            [] => throw new InvalidDataException($"'{folder}' holds no LMM: there is no config.json in it or below it."),
            _ => throw new InvalidDataException($"'{folder}' holds several LMMs, name one of them: {string.Join(", ", found.Select(path => $"'{path}'"))}."),
        };
    }
}
