namespace VisualQuestions;

/// <summary>An image, and the class that it shows.</summary>
internal sealed record Photo(string Path, string Class)
{
    public static List<Photo> Load(string folder, int imagesPerClass) =>
    [
        .. from classFolder in Directory.GetDirectories(folder).Order(StringComparer.Ordinal)
           from file in Directory.GetFiles(classFolder).Order(StringComparer.Ordinal).Take(imagesPerClass)
           select new Photo(file, System.IO.Path.GetFileName(classFolder)),
    ];
}
