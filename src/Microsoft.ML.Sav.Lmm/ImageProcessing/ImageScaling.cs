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

    /// <summary>Pads an image to a square.</summary>
    /// <exception cref="PromptException">The result would be too large.</exception>
    public static RgbImage PadToSquare(RgbImage image, ReadOnlySpan<byte> colour)
    {
        var edge = Math.Max(image.Height, image.Width);
        Check(image.Size, new ImageSize(edge, edge));
        return ImageTransforms.PadToSquare(image, colour);
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
