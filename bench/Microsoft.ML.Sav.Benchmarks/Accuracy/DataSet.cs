using Microsoft.ML.Sav.Benchmarks.Data;

namespace Microsoft.ML.Sav.Benchmarks.Accuracy;

/// <summary>A folder of images by class, or one with such folders named train and test.</summary>
/// <param name="Name">What it is, and its licence.</param>
/// <param name="Folder">The folder.</param>
/// <param name="Training">The images that shots are taken from.</param>
/// <param name="Test">The images to test on; <see langword="null"/> for those that are not taken as shots.</param>
internal sealed record DataSet(string Name, string Folder, IReadOnlyList<Photo> Training, IReadOnlyList<Photo>? Test)
{
    /// <summary>Opens <c>FOLDER</c> or <c>NAME=FOLDER</c>.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static DataSet Open(string argument)
    {
        var equals = argument.LastIndexOf('=');
        var folder = argument[(equals + 1)..];
        var name = equals < 0 ? Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)) : argument[..equals];
        var (training, test) = (Path.Combine(folder, "train"), Path.Combine(folder, "test"));
        return Directory.Exists(training) && Directory.Exists(test)
            ? new DataSet(name, folder, Photo.InFolder(training), Photo.InFolder(test))
            : new DataSet(name, folder, Photo.InFolder(folder), null);
    }

    /// <summary>The classes, in order.</summary>
    public string[] Classes { get; } = [.. Training.Select(photo => photo.Label).Distinct()];
}
