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
            using var image = Image.Load<Rgb24>(Options, encoded.Span);
            image.Mutate(context => context.AutoOrient());
            var pixels = new byte[image.Width * image.Height * RgbImage.Channels];
            image.CopyPixelDataTo(pixels);
            return new RgbImage(image.Width, image.Height, pixels);
        }
        catch (Exception exception) when (exception is ImageFormatException or ImageProcessingException or NotSupportedException)
        {
            throw new InvalidDataException(exception.Message.TrimEnd('.'), exception);
        }
    }
}
