using System.Collections.Concurrent;
using Microsoft.ML.Sav.Heads.Files;

namespace Microsoft.ML.Sav.Tool.Files;

/// <summary>Folders of this process in the temporary folder.</summary>
internal static class TemporaryFolders
{
    private static readonly ConcurrentDictionary<string, bool> Folders = [];

    /// <summary>Creates a folder that only this user can read.</summary>
    /// <param name="prefix">Start of its name.</param>
    public static string Create(string prefix)
    {
        var folder = Directory.CreateTempSubdirectory(prefix).FullName;
        Folders[folder] = true;
        return folder;
    }

    /// <summary>Deletes a folder; one that is in use stays until the operating system cleans its temporary folder.</summary>
    public static void Delete(string folder)
    {
        Orphans.DeleteIfPossible(new DirectoryInfo(folder));
        Folders.TryRemove(folder, out _);
    }

    /// <summary>Deletes all folders, at the end of the process.</summary>
    public static void DeleteAll()
    {
        foreach (var folder in Folders.Keys)
            Delete(folder);
    }
}
