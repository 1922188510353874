using Microsoft.ML.Sav.Tool.Examples.Json;
using Microsoft.ML.Sav.Tool.Rows;

namespace Microsoft.ML.Sav.Tool.Examples;

/// <summary>
/// A folder with one folder of images per class, as ML.NET's Model Builder reads it
/// (https://learn.microsoft.com/dotnet/machine-learning/how-to-guides/load-data-model-builder), or a folder with images and one file that describes them.
/// </summary>
/// <param name="files">The formats of the files that may describe images.</param>
internal sealed class FolderSource(IReadOnlyList<ExampleSource> files) : ExampleSource("folder")
{
    public override bool Recognises(string path) => Directory.Exists(path);

    public override IEnumerable<InputRow> Read(string path, ExampleSourceOptions options)
    {
        if (!Directory.Exists(path))
            throw new DirectoryNotFoundException($"There is no folder '{path}'.");
        var descriptions = FindDescriptions(path);
        // Tables beside folders per class are not read, but annotations are: only their folders are named after splits.
        if (ImageFolder.CountClasses(path) >= 2 && !descriptions.Any(description => description.Source is JsonAnnotations))
            return ReadClasses(path);
        return descriptions switch
        {
            [var (file, source)] => source.Read(file, options).Select(row => row with { DescriptionFile = file }),
            [] when FindOnlyFolder(path) is { } only => Read(only, options),
            [] when !options.NeedsLabels && ImageFolder.CountClasses(path) == 0 && ImageFolder.HasImages(path) => ImageFolder.ReadImages(path),
            [] => ReadClasses(path),
            var several => throw new InvalidDataException(
                $"'{path}' has several files that describe images, name one of them: {string.Join(", ", several.Select(description => $"'{description.File}'"))}."),
        };
    }

    /// <summary>Reads a folder whose images need no label: images beside folders are the rows.</summary>
    public IEnumerable<InputRow> ReadItems(string path) =>
        FindDescriptions(path).Length == 0 && (ImageFolder.HasImages(path) || Directory.GetDirectories(path).Length == 0) ? ImageFolder.ReadImages(path) : Read(path, ExampleSourceOptions.Default);

    /// <exception cref="InvalidDataException">There are no images, or a folder has annotations: its name is not their class.</exception>
    private IReadOnlyList<InputRow> ReadClasses(string path)
    {
        foreach (var folder in Directory.GetDirectories(path).Where(ImageFolder.HasImages).Order(StringComparer.Ordinal))
        {
            if (FindDescriptions(folder).FirstOrDefault(description => description.Source is JsonAnnotations).File is { } file)
                throw new InvalidDataException($"'{path}': expected one folder of images per class, but '{folder}' has annotations; name the file '{file}' (of a zip file, unpack it first).");
        }
        return ImageFolder.ReadClasses(path);
    }

    // exporters have a folder for annotations
    private (string File, ExampleSource Source)[] FindDescriptions(string folder) =>
    [
        .. from place in new[] { folder, Path.Combine(folder, "annotations") }.Where(Directory.Exists)
           from file in Directory.GetFiles(place).Order(StringComparer.Ordinal)
           let source = files.FirstOrDefault(source => source.Recognises(file))
           where source is not null
           select (file, source),
    ];

    // archives often have a single folder at their top
    private string? FindOnlyFolder(string folder) =>
        Directory.GetFileSystemEntries(folder) is [var only] && Directory.Exists(only) && (Directory.GetDirectories(only).Length > 0 || FindDescriptions(only).Length > 0) ? only : null;
}
