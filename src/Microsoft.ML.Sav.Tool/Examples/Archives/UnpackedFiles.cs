namespace Microsoft.ML.Sav.Tool.Examples.Archives;

/// <summary>Temporary folders of images that were unpacked. They live as long as the process: training reads its images late.</summary>
internal static class UnpackedFiles
{
    private static readonly List<string> Folders = [];

    /// <summary>The folder that the options name, or a temporary one that only this user can read.</summary>
    /// <exception cref="InvalidDataException">The folder that the options name has something in it.</exception>
    public static string CreateFolder(ExampleSourceOptions options)
    {
        if (options.UnpackFolder is { } given)
        {
            if (Directory.Exists(given) && Directory.EnumerateFileSystemEntries(given).Any())
                throw new InvalidDataException($"'{given}', the folder for unpacked images, is not empty; delete it, or name another one with --images.");
            return Directory.CreateDirectory(given).FullName;
        }
        var folder = Directory.CreateTempSubdirectory("sav-images-").FullName;
        lock (Folders)
            Folders.Add(folder);
        return folder;
    }

    /// <summary>Deletes all folders; those that are in use stay.</summary>
    public static void DeleteAll()
    {
        lock (Folders)
        {
            foreach (var folder in Folders)
                Delete(folder);
            Folders.Clear();
        }
    }

    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // the operating system cleans its temporary folder
        }
    }
}
