namespace Microsoft.ML.Sav.Lmm.Caching;

/// <summary>A folder that the user names for files that may be made again.</summary>
internal static class CacheFolder
{
    /// <summary>Makes the folder where it does not exist, and returns its full path.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="purpose">What it is for, to be read behind "The folder for".</param>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public static string Make(string folder, string purpose)
    {
        var path = Path.GetFullPath(folder);
        try
        {
            Directory.CreateDirectory(path);
            return path;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The folder for {purpose} '{path}' cannot be made: {exception.Message}", exception);
        }
    }
}
