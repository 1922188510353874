namespace Microsoft.ML.Sav.Images;

/// <summary>Crops, pads and transposes images.</summary>
internal static class ImageTransforms
{
    /// <summary>Cuts out a rectangle, which may extend beyond the image. There it gets the color, black by default.</summary>
    public static RgbImage Crop(RgbImage image, int left, int top, ImageSize size, ReadOnlySpan<byte> color = default)
    {
        var pixels = new byte[checked(size.Height * size.Width * RgbImage.Channels)];
        if (!color.IsEmpty)
        {
            for (var i = 0; i < pixels.Length; i += RgbImage.Channels)
                color.CopyTo(pixels.AsSpan(i));
        }
        var (firstX, firstY) = (Math.Max(0, -left), Math.Max(0, -top));
        var columns = Math.Min(size.Width, image.Width - left) - firstX;
        for (var y = firstY; columns > 0 && y < Math.Min(size.Height, image.Height - top); y++)
        {
            image.Row(top + y).Slice((left + firstX) * RgbImage.Channels, columns * RgbImage.Channels)
                .CopyTo(pixels.AsSpan((y * size.Width + firstX) * RgbImage.Channels));
        }
        return new RgbImage(size.Width, size.Height, pixels);
    }

    /// <summary>Cuts out the middle. Smaller images are padded with black; an odd pixel goes to the left and top.</summary>
    public static RgbImage CenterCrop(RgbImage image, ImageSize size) =>
        image.Size == size ? image : Crop(image, (image.Width - size.Width) >> 1, (image.Height - size.Height) >> 1, size);

    /// <summary>Puts the image in the middle of a larger canvas; an odd pixel goes to the right and bottom.</summary>
    public static RgbImage PadCentered(RgbImage image, ImageSize size, ReadOnlySpan<byte> color = default) =>
        image.Size == size ? image : Crop(image, -((size.Width - image.Width) / 2), -((size.Height - image.Height) / 2), size, color);

    /// <summary>Mirrors at the diagonal: rows become columns.</summary>
    public static RgbImage Transpose(RgbImage image)
    {
        var pixels = new byte[image.Pixels.Length];
        for (var y = 0; y < image.Height; y++)
        {
            var row = image.Row(y);
            for (var x = 0; x < image.Width; x++)
                row.Slice(x * RgbImage.Channels, RgbImage.Channels).CopyTo(pixels.AsSpan((x * image.Height + y) * RgbImage.Channels));
        }
        return new RgbImage(image.Height, image.Width, pixels);
    }

    /// <summary>Cuts into tiles, row by row. The image's sides are multiples of the tile's.</summary>
    public static IEnumerable<RgbImage> SplitTiles(RgbImage image, ImageSize tile)
    {
        for (var top = 0; top < image.Height; top += tile.Height)
        {
            for (var left = 0; left < image.Width; left += tile.Width)
                yield return Crop(image, left, top, tile);
        }
    }
}
