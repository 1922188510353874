using System.Buffers;

namespace Microsoft.ML.Sav.Images.Resampling;

/// <summary>
/// Resizes to the same bytes as Pillow's <c>Image.resize</c>: two passes, each accumulated in 22-bit fixed point and rounded to 8 bits
/// (Pillow, src/libImaging/Resample.c).
/// </summary>
internal static class ImageResizer
{
    public static RgbImage Resize(RgbImage image, int width, int height, ResampleFilter filter)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (image.Width == width && image.Height == height)
            return image;
        if (filter == ResampleFilter.Nearest)
            return NearestNeighbor.Resize(image, width, height);

        var pixels = GC.AllocateUninitializedArray<byte>(checked(width * height * RgbImage.Channels));
        if (image.Height == height)
        {
            HorizontalPass.Run(image.Pixels, image.Width, pixels, width, height, new ResampleKernel(image.Width, width, filter));
        }
        else if (image.Width == width)
        {
            VerticalPass.Run(image.Pixels, 0, pixels, image.Stride, new ResampleKernel(image.Height, height, filter));
        }
        else
        {
            var horizontal = new ResampleKernel(image.Width, width, filter);
            var vertical = new ResampleKernel(image.Height, height, filter);
            if (IsVerticalFirst(image, width, height))
                RunVerticalFirst(image, pixels, width, height, horizontal, vertical);
            else
                RunHorizontalFirst(image, pixels, width, horizontal, vertical);
        }
        return new RgbImage(width, height, pixels);
    }

    // Since version 13, Pillow starts with the vertical pass if the height shrinks by much more than the width. The order changes the last
    // bit, because the result between the passes is rounded.
    private static bool IsVerticalFirst(RgbImage image, int width, int height) =>
        height < image.Height && image.Height - height > 2 * (image.Width - width);

    private static void RunHorizontalFirst(RgbImage image, byte[] pixels, int width, ResampleKernel horizontal, ResampleKernel vertical)
    {
        var rows = vertical.End - vertical.First;
        var stride = width * RgbImage.Channels;
        var narrowed = ArrayPool<byte>.Shared.Rent(checked(rows * stride)); // [rows, width, 3]
        HorizontalPass.Run(image.Pixels.AsSpan(vertical.First * image.Stride), image.Width, narrowed, width, rows, horizontal);
        VerticalPass.Run(narrowed, vertical.First, pixels, stride, vertical);
        ArrayPool<byte>.Shared.Return(narrowed);
    }

    private static void RunVerticalFirst(RgbImage image, byte[] pixels, int width, int height, ResampleKernel horizontal, ResampleKernel vertical)
    {
        var length = checked(height * image.Stride);
        var shortened = ArrayPool<byte>.Shared.Rent(length); // [height, image.Width, 3]
        VerticalPass.Run(image.Pixels, 0, shortened.AsSpan(0, length), image.Stride, vertical);
        HorizontalPass.Run(shortened, image.Width, pixels, width, height, horizontal);
        ArrayPool<byte>.Shared.Return(shortened);
    }
}
