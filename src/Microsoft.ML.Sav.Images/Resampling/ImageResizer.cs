using System.Buffers;

namespace Microsoft.ML.Sav.Images.Resampling;

/// <summary>
/// Resizes to the same bytes as Pillow's <c>Image.resize</c>: two passes, each accumulated in 22-bit fixed point and rounded to 8 bits
/// (Pillow, src/libImaging/Resample.c).
/// </summary>
internal static class ImageResizer
{
    /// <summary>Resizes an image.</summary>
    public static RgbImage Resize(RgbImage image, int width, int height, ResampleFilter filter) => Resize(image, new ImageSize(height, width), filter, Range.All, Range.All);

    /// <summary>Resizes an image and returns a part of the result. The rest is not computed.</summary>
    /// <param name="image">The image.</param>
    /// <param name="size">Size of the whole result.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="columns">Columns of the result to return.</param>
    /// <param name="rows">Rows of the result to return.</param>
    public static RgbImage Resize(RgbImage image, ImageSize size, ResampleFilter filter, Range columns, Range rows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size.Width, 1, nameof(size));
        ArgumentOutOfRangeException.ThrowIfLessThan(size.Height, 1, nameof(size));
        var (left, width) = columns.GetOffsetAndLength(size.Width);
        var (top, height) = rows.GetOffsetAndLength(size.Height);
        if (image.Size == size)
            return width == size.Width && height == size.Height ? image : ImageTransforms.Crop(image, left, top, new ImageSize(height, width));
        if (filter == ResampleFilter.Nearest)
            return NearestNeighbor.Resize(image, size, columns, rows);

        var pixels = GC.AllocateUninitializedArray<byte>(checked(width * height * RgbImage.Channels));
        if (image.Height == size.Height)
        {
            HorizontalPass.Run(image.Pixels.AsSpan(top * image.Stride), image.Width, pixels, width, height, new ResampleKernel(image.Width, size.Width, filter, columns));
            return new RgbImage(width, height, pixels);
        }
        var vertical = new ResampleKernel(image.Height, size.Height, filter, rows);
        if (image.Width == size.Width)
        {
            var whole = width == image.Width ? image : ImageTransforms.Crop(image, left, 0, new ImageSize(image.Height, width));
            VerticalPass.Run(whole.Pixels, 0, pixels, whole.Stride, vertical);
            return new RgbImage(width, height, pixels);
        }
        var horizontal = new ResampleKernel(image.Width, size.Width, filter, columns);
        if (IsVerticalFirst(image, size.Width, size.Height))
            RunVerticalFirst(image, pixels, width, height, horizontal, vertical);
        else
            RunHorizontalFirst(image, pixels, width, horizontal, vertical);
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
