namespace Microsoft.ML.Sav.Benchmarks.Data;

/// <summary>An image file and its class.</summary>
public sealed class Photo
{
    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png"];

    public string ImagePath { get; set; } = "";

    public string Label { get; set; } = "";

    /// <summary>Lists the images of a folder with one folder per class, in alphabetical order.</summary>
    /// <exception cref="InvalidDataException">There are fewer than two classes with images.</exception>
    public static List<Photo> FromFolder(string root)
    {
        List<Photo> photos =
        [
            .. from folder in Directory.GetDirectories(root).Order(StringComparer.Ordinal)
               from file in Directory.GetFiles(folder).Order(StringComparer.Ordinal)
               where Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)
               select new Photo { ImagePath = file, Label = Path.GetFileName(folder) },
        ];
        return photos.Select(photo => photo.Label).Distinct().Count() > 1
            ? photos
            : throw new InvalidDataException($"'{root}' should have a folder of JPEG or PNG images for each of at least two classes.");
    }
}
