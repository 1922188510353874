using Microsoft.ML.Sav.Tool.Files;

namespace Microsoft.ML.Sav.Tool.Examples.Archives;

/// <summary>Folders of images that were unpacked. Temporary ones live as long as the process: training reads its images late.</summary>
internal static class UnpackedFiles
{
    /// <summary>The folder that the options name, or a temporary one that only this user can read.</summary>
    /// <exception cref="InvalidDataException">The folder that the options name has something in it.</exception>
    public static string CreateFolder(ExampleSourceOptions options)
    {
        if (options.UnpackFolder is not { } given)
            return TemporaryFolders.Create("sav-images-");
        if (Directory.Exists(given) && Directory.EnumerateFileSystemEntries(given).Any())
            throw new InvalidDataException($"'{given}', the folder for unpacked images, is not empty; delete it, or name another one with --images.");
        return Directory.CreateDirectory(given).FullName;
    }
}
