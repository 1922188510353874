namespace Microsoft.ML.Sav.Images.Decoding.Libvips;

/// <summary>Turns and mirrors an image as its EXIF orientation (1 to 8) says.</summary>
internal static class Orientation
{
    private const int Upright = 1;

    public static RgbImage Apply(RgbImage image, int orientation)
    {
        if (orientation is <= Upright or > 8)
            return image;
        var (lastX, lastY) = (image.Width - 1, image.Height - 1);
        var isTurned = orientation >= 5;
        var (width, height) = isTurned ? (image.Height, image.Width) : (image.Width, image.Height);
        var pixels = new byte[image.Pixels.Length];
        var to = 0;
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++, to += RgbImage.Channels)
            {
                var (fromX, fromY) = orientation switch
                {
                    2 => (lastX - x, y),
                    3 => (lastX - x, lastY - y),
                    4 => (x, lastY - y),
                    5 => (y, x),
                    6 => (y, lastY - x),
                    7 => (lastX - y, lastY - x),
                    _ => (lastX - y, x),
                };
                image.Pixels.AsSpan(fromY * image.Stride + fromX * RgbImage.Channels, RgbImage.Channels).CopyTo(pixels.AsSpan(to));
            }
        }
        return new RgbImage(width, height, pixels);
    }
}
