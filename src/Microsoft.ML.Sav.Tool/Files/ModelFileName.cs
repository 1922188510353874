namespace Microsoft.ML.Sav.Tool.Files;

/// <summary>The model file of a command that is given no name for it.</summary>
internal static class ModelFileName
{
    private const string Extension = ".zip";

    /// <summary><c>photos.zip</c> for <c>data/photos/</c> and <c>data/photos.jsonl</c>, <c>photos-model.zip</c> for <c>data/photos.zip</c>; in the current folder.</summary>
    /// <exception cref="IOException">There is such a file, and it is no model.</exception>
    public static string Create(string data)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(data));
        var name = Directory.Exists(full) ? Path.GetFileName(full) : Path.GetFileNameWithoutExtension(full);
        if (Path.GetExtension(full).Equals(Extension, StringComparison.OrdinalIgnoreCase))
            name = $"{Path.GetFileNameWithoutExtension(full)}-model";
        var path = (name.Length > 0 ? name : "model") + Extension;
        return !File.Exists(path) || ModelArchive.IsModel(path)
            ? path
            : throw new IOException($"'{path}' exists and is no model of sav; name the file to write with -o.");
    }
}
