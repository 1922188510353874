namespace Microsoft.ML.Sav.Tool.Examples.Json;

/// <summary>Finds the images that annotations name: exports of the same tool differ in where they put them.</summary>
/// <param name="annotations">The file of the annotations.</param>
/// <param name="folder">The only folder to search; <see langword="null"/> for those near the annotations.</param>
internal sealed class ImageSearch(string annotations, string? folder)
{
    private readonly string[] _folders = folder is not null ? [folder] : Near(Path.GetDirectoryName(annotations) ?? "");

    /// <summary>The path of the image with a path or file name; the most likely path if there is no such file.</summary>
    /// <exception cref="InvalidDataException">The image is on the network.</exception>
    public string FindFile(string name, string location)
    {
        if (name.Contains("://", StringComparison.Ordinal) && !name.StartsWith("file:", StringComparison.Ordinal))
            throw new InvalidDataException($"{location}: '{name}' is on the network; download the images into '{_folders[0]}', sav fetches nothing.");
        return Candidates(name.Replace('\\', '/')).FirstOrDefault(File.Exists) ?? Path.Combine(_folders[0], name);
    }

    /// <summary>The path of the image whose name without extension is an identifier; <see langword="null"/> if there is none.</summary>
    public string? FindByIdentifier(string identifier) =>
        identifier.AsSpan().IndexOfAny("/\\*?\0") >= 0 ? null
        : _folders.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, identifier + "*").Order(StringComparer.Ordinal))
            .FirstOrDefault(path => Path.GetFileName(path) == identifier || Path.GetFileNameWithoutExtension(path) == identifier);

    private IEnumerable<string> Candidates(string name) =>
        _folders.Select(folder => Path.Combine(folder, name)).Concat(_folders.Select(folder => Path.Combine(folder, name[(name.LastIndexOf('/') + 1)..])));

    // beside the file (Roboflow), images/ (CVAT, Label Studio), data/ (FiftyOne), the same above annotations/, and the container of Azure's exports
    private static string[] Near(string folder)
    {
        var above = Path.Combine(folder, "..");
        return [folder, Path.Combine(folder, "images"), Path.Combine(folder, "data"), above, Path.Combine(above, "images"), Path.Combine(above, "data")];
    }
}
