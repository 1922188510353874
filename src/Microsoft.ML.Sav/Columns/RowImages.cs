using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Columns;

/// <summary>The images of a row.</summary>
/// <param name="Images">The images; none if a vector of paths has only empty entries.</param>
/// <param name="Description">Their description in error messages.</param>
internal sealed record RowImages(IReadOnlyList<ImageInput> Images, string Description)
{
    public static RowImages FromFiles(params string[] paths) => new(
        Array.ConvertAll(paths, ImageInput.FromFile),
        paths.Length == 0 ? "empty" : string.Join(", ", paths.Select(path => $"'{path}'")));

    public static InvalidDataException CreateMissingException() => new("the image is missing");
}
