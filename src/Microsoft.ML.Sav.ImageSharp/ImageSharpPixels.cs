using System.Runtime.InteropServices;
using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Images.Decoding;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using SkiaSharp;

namespace Microsoft.ML.Sav.ImageSharp;

/// <summary>Copies the first frame's pixels.</summary>
internal static class ImageSharpPixels
{
    public static RgbImage Copy(Image<Rgb24> image)
    {
        var pixels = GC.AllocateUninitializedArray<byte>(image.Width * image.Height * RgbImage.Channels);
        image.CopyPixelDataTo(pixels);
        return new RgbImage(image.Width, image.Height, pixels);
    }

    /// <summary>Transparent pixels are put on white.</summary>
    public static RgbImage Copy(Image image)
    {
        using var rgba = image.CloneAs<Rgba32>();
        var writer = new RgbWriter(rgba.Width, rgba.Height, SKEncodedOrigin.TopLeft, RgbColor.White);
        rgba.ProcessPixelRows(rows =>
        {
            for (var y = 0; y < rows.Height; y++)
                writer.Write(MemoryMarshal.AsBytes(rows.GetRowSpan(y)), y, 1);
        });
        return writer.Image;
    }
}
