using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace Microsoft.ML.Sav.Lmm.Images.Decoding;

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
            return ToRgb(image);
        }
        catch (Exception exception) when (exception is ImageFormatException or ImageProcessingException or NotSupportedException)
        {
            throw new InvalidDataException(exception.Message.TrimEnd('.'), exception);
        }
    }

    private static RgbImage ToRgb(Image<Rgba32> image)
    {
        var pixels = new byte[image.Width * image.Height * RgbImage.Channels];
        image.ProcessPixelRows(rows =>
        {
            var to = 0;
            for (var y = 0; y < rows.Height; y++)
            {
                foreach (var pixel in rows.GetRowSpan(y))
                {
                    pixels[to++] = WhiteBackground.Blend(pixel.R, pixel.A);
                    pixels[to++] = WhiteBackground.Blend(pixel.G, pixel.A);
                    pixels[to++] = WhiteBackground.Blend(pixel.B, pixel.A);
                }
            }
        });
        return new RgbImage(image.Width, image.Height, pixels);
    }
}
