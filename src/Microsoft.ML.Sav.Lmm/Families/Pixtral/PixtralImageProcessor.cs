using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Images.Resampling;
using Microsoft.ML.Sav.Lmm.ImageProcessing;

namespace Microsoft.ML.Sav.Lmm.Families.Pixtral;

/// <summary>
/// Pixtral and Mistral 3: an image keeps its proportions, shrinks to the given size, and is rounded up to whole patches:
/// pixel_values [images, 3, height, width], padded with zeros on the right and below, and image_sizes [images, 2].
/// </summary>
internal sealed class PixtralImageProcessor : IImageProcessor
{
    private readonly ImageSize? _maximum;
    private readonly ImageSize _patch;
    private readonly ImageSize? _cropSize;
    private readonly ResampleFilter _filter;
    private readonly PixelNormalization _normalization;

    public PixtralImageProcessor(ImageProcessorConfiguration configuration)
    {
        if (configuration.GetBoolean("do_resize", true))
        {
            var size = configuration.GetSize("size");
            _maximum = size.LongestEdge is { } edge ? new ImageSize(edge, edge) : size.Fixed
                ?? throw configuration.CreateUnexpectedException("size", "{\"longest_edge\": number} or {\"height\": number, \"width\": number}");
        }
        // the processor that uses this one counts in patches as the projector merges them
        _patch = configuration.GetProcessorInt32("patch_size") is { } patchSize
            ? Square(patchSize * (configuration.GetProcessorInt32("spatial_merge_size") ?? 1))
            : configuration.GetSize("patch_size").Fixed ?? throw configuration.CreateUnexpectedException("patch_size", "a number or {\"height\": number, \"width\": number}");
        if (configuration.GetBoolean("do_center_crop", false))
            _cropSize = configuration.GetFixedSize("crop_size");
        _filter = configuration.GetResample(ResampleFilter.Bicubic);
        _normalization = new PixelNormalization(configuration);
    }

    public ProcessedImages Process(IReadOnlyList<RgbImage> images)
    {
        var prepared = images.Select(Prepare).ToList();
        return new ProcessedImages(
            [_normalization.ToTensor(prepared), ImageTensor.FromSizes("image_sizes", [.. prepared.Select(image => image.Size)])],
            [.. images.Zip(prepared, (image, result) => new ImageLayout(image.Size, result.Size)
            {
                Grid = new(result.Height / _patch.Height, result.Width / _patch.Width),
                Region = FindRegion(image.Size, result.Size),
            })]);
    }

    private RgbImage Prepare(RgbImage image)
    {
        if (_maximum is { } maximum)
        {
            image = ImageScaling.Resize(image, Resolve(image.Size, maximum), _filter);
        }
        return _cropSize is { } size ? ImageTransforms.CenterCrop(image, size) : image;
    }

    private ImageRegion FindRegion(ImageSize original, ImageSize result)
    {
        var resized = _maximum is { } maximum ? Resolve(original, maximum) : original;
        return ImageRegion.Whole(original).Crop(resized, (resized.Width - result.Width) / 2.0, (resized.Height - result.Height) / 2.0, result);
    }

    private ImageSize Resolve(ImageSize size, ImageSize maximum)
    {
        var (height, width) = size;
        var ratio = Math.Max((double)height / maximum.Height, (double)width / maximum.Width);
        if (ratio > 1)
            (height, width) = (Math.Max(1, (int)Math.Floor(height / ratio)), Math.Max(1, (int)Math.Floor(width / ratio)));
        return new(RoundUp(height, _patch.Height), RoundUp(width, _patch.Width));
    }

    private static int RoundUp(int length, int patch) => ((length - 1) / patch + 1) * patch;

    private static ImageSize Square(int edge) => new(edge, edge);
}
