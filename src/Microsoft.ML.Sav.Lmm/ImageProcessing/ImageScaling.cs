using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Images.Resampling;

namespace Microsoft.ML.Sav.Lmm.ImageProcessing;

/// <summary>Resizing and padding with a limit on the result, which a long image exceeds if its shorter side grows to a given length.</summary>
internal static class ImageScaling
{
    /// <summary>Largest intermediate image in pixels, as large as images may be before processing.</summary>
    private const long MaximumArea = 100_000_000;

    /// <summary>Resizes an image.</summary>
    /// <exception cref="PromptException">The result would be too large.</exception>
    public static RgbImage Resize(RgbImage image, ImageSize size, ResampleFilter filter)
    {
        Check(image.Size, size);
        return ImageResizer.Resize(image, size.Width, size.Height, filter);
    }

    /// <summary>Resizes an image and cuts out the middle, without computing the rest. Smaller results are padded with black.</summary>
    /// <exception cref="PromptException">A side of the result would be too long, or the part too large.</exception>
    public static RgbImage ResizeAndCenterCrop(RgbImage image, ImageSize size, ResampleFilter filter, ImageSize crop)
    {
        Check(image.Size, size with { Height = 1 });
        Check(image.Size, size with { Width = 1 });
        Check(image.Size, crop);
        var part = ImageResizer.Resize(image, size, filter, Middle(size.Width, crop.Width), Middle(size.Height, crop.Height));
        return ImageTransforms.CenterCrop(part, crop);

        static Range Middle(int length, int part) => part < length ? new Range((length - part) >> 1, ((length - part) >> 1) + part) : Range.All;
    }

    /// <summary>Pads an image to a square.</summary>
    /// <exception cref="PromptException">The result would be too large.</exception>
    public static RgbImage PadToSquare(RgbImage image, ReadOnlySpan<byte> colour)
    {
        var edge = Math.Max(image.Height, image.Width);
        var square = new ImageSize(edge, edge);
        Check(image.Size, square);
        return ImageTransforms.PadCentered(image, square, colour);
    }

    private static void Check(ImageSize original, ImageSize size)
    {
        if (size.Area > MaximumArea)
        {
            throw new PromptException(
                $"An image of {original} pixels is too long: this model's image processor would make it {size} pixels, above the limit of {MaximumArea:N0}.");
        }
    }
}
