using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Columns;

/// <summary>The images of a row.</summary>
/// <param name="Images">The images; none where a vector of paths has only empty entries.</param>
/// <param name="Description">What to call them in messages.</param>
internal sealed record RowImages(IReadOnlyList<ImageInput> Images, string Description)
{
    public static RowImages Files(params string[] paths) => new(
        Array.ConvertAll(paths, ImageInput.FromFile),
        paths.Length == 0 ? "empty" : string.Join(", ", paths.Select(path => $"'{path}'")));

    public static InvalidDataException Missing() => new("the image is missing");
}
