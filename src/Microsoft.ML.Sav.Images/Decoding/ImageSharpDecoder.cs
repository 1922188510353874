using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace Microsoft.ML.Sav.Images.Decoding;

/// <summary>Decodes with SixLabors.ImageSharp.</summary>
internal sealed class ImageSharpDecoder : IImageDecoder
{
    private static readonly DecoderOptions Options = new() { MaxFrames = 1 };

    public RgbImage Decode(ReadOnlyMemory<byte> encoded, ImageFormat format)
    {
        try
        {
            var header = Image.Identify(Options, encoded.Span);
            PixelLimit.Check(header.Width, header.Height);
            TruncationCheck.Check(encoded.Span, format);
            using var image = Image.Load<Rgba32>(Options, encoded.Span);
            image.Mutate(context => context.AutoOrient());
            return ToRgb(image, hasAlpha: format != ImageFormat.Bmp);
        }
        catch (Exception exception) when (exception is not (InvalidDataException or OutOfMemoryException))
        {
            // Broken files make ImageSharp throw more than its own exceptions (null reference, index out of range).
            throw new InvalidDataException(exception.Message.TrimEnd('.'), exception);
        }
    }

    // The fourth byte of a BMP's pixels is mostly unused rather than alpha.
    private static RgbImage ToRgb(Image<Rgba32> image, bool hasAlpha)
    {
        var pixels = new byte[image.Width * image.Height * RgbImage.Channels];
        image.ProcessPixelRows(rows =>
        {
            var to = 0;
            for (var y = 0; y < rows.Height; y++)
            {
                foreach (var pixel in rows.GetRowSpan(y))
                {
                    var alpha = hasAlpha ? pixel.A : byte.MaxValue;
                    pixels[to++] = WhiteBackground.Blend(pixel.R, alpha);
                    pixels[to++] = WhiteBackground.Blend(pixel.G, alpha);
                    pixels[to++] = WhiteBackground.Blend(pixel.B, alpha);
                }
            }
        });
        return new RgbImage(image.Width, image.Height, pixels);
    }
}
