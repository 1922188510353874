using Microsoft.ML.Sav.Benchmarks.Data;

namespace Microsoft.ML.Sav.Benchmarks.Accuracy;

/// <summary>A folder with one folder of images per class, or two such folders named train and test.</summary>
/// <param name="Name">Name and licence.</param>
/// <param name="Folder">The folder.</param>
/// <param name="Training">The images that training images are chosen from.</param>
/// <param name="Test">The test images; <see langword="null"/> for those that are not chosen for training.</param>
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
            ? new DataSet(name, folder, Photo.FromFolder(training), Photo.FromFolder(test))
            : new DataSet(name, folder, Photo.FromFolder(folder), null);
    }

    /// <summary>The classes, in order.</summary>
    public string[] Classes { get; } = [.. Training.Select(photo => photo.Label).Distinct()];
}
