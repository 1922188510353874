using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Images.Resampling;
using SkiaSharp;

namespace Microsoft.ML.Sav.Report.Evaluation;

/// <summary>Small copies of images.</summary>
internal static class Thumbnail
{
    private const int MaxSide = 160;
    private const int Quality = 82;

    /// <summary>Encodes an image as JPEG, with at most <see cref="MaxSide"/> pixels per side.</summary>
    public static byte[] Encode(ImageInput input)
    {
        var image = input.Read().Decode();
        var scale = Math.Min(1, (double)MaxSide / Math.Max(image.Width, image.Height));
        var (width, height) = (Math.Max(1, (int)Math.Round(image.Width * scale)), Math.Max(1, (int)Math.Round(image.Height * scale)));
        var small = scale < 1 ? ImageResizer.Resize(image, width, height, ResampleFilter.Bicubic) : image;
        var pixels = new byte[width * height * 4];
        for (var i = 0; i < width * height; i++)
        {
            small.Pixels.AsSpan(3 * i, 3).CopyTo(pixels.AsSpan(4 * i));
            pixels[(4 * i) + 3] = byte.MaxValue;
        }
        using var skia = SKImage.FromPixelCopy(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque), pixels, width * 4);
        using var data = skia.Encode(SKEncodedImageFormat.Jpeg, Quality);
        return data.ToArray();
    }
}
