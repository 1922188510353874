using System.Text.Json;
using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Images.Resampling;

namespace Microsoft.ML.Sav.Lmm.ImageProcessing;

/// <summary>What a <see cref="StandardImageProcessor"/> that does not pad does, for programs without this library.</summary>
/// <param name="Size">Size after resizing; <see langword="null"/> if images are not resized.</param>
/// <param name="Filter">How images are resized.</param>
/// <param name="CropSize">Size of the part around the centre that is kept; <see langword="null"/> for all.</param>
/// <param name="Normalization">Bytes to numbers.</param>
internal sealed record PixelRecipe(TargetSize? Size, ResampleFilter Filter, ImageSize? CropSize, PixelNormalization Normalization)
{
    /// <summary>Whether all images get the same size.</summary>
    public bool HasFixedSize => CropSize is not null || Size?.Fixed is not null;

    /// <summary>Formats the recipe with the names of preprocessor_config.json.</summary>
    public string ToJson() => JsonSerializer.Serialize(new
    {
        size = Size is null ? null : ToJson(Size),
        resample = (int)Filter,
        crop_size = CropSize is { } crop ? new { height = crop.Height, width = crop.Width } : null,
        rescale_factor = Normalization.Scale,
        image_mean = Normalization.Means,
        image_std = Normalization.Deviations,
    });

    private static Dictionary<string, int> ToJson(TargetSize size)
    {
        (string Name, int? Value)[] members =
        [
            ("height", size.Fixed?.Height), ("width", size.Fixed?.Width), ("max_height", size.Maximum?.Height), ("max_width", size.Maximum?.Width),
            ("shortest_edge", size.ShortestEdge), ("longest_edge", size.LongestEdge),
        ];
        return members.Where(member => member.Value is not null).ToDictionary(member => member.Name, member => member.Value!.Value);
    }
}
