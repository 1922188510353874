using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Images.Decoding;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace Microsoft.ML.Sav.ImageSharp;

/// <summary>Decodes the formats that <see cref="ImageDecoder"/> lacks. Thread-safe.</summary>
internal static class ImageSharpDecoder
{
    private static readonly DecoderOptions Options = new() { MaxFrames = 1 };

    /// <exception cref="InvalidImageException">The bytes are not an image, broken, truncated or too large.</exception>
    public static RgbImage Decode(string name, ReadOnlyMemory<byte> encoded)
    {
        // One content always gives the same pixels, so the common formats are not ImageSharp's, whose JPEG differs from Pillow's.
        if (encoded.IsEmpty || ImageSignature.Detect(encoded.Span) is not null)
            return ImageDecoder.Decode(name, encoded);
        try
        {
            var header = Image.Identify(Options, encoded.Span);
            SizeLimit.Check(name, header.Width, header.Height);
            using var image = Image.Load<Rgba32>(Options, encoded.Span);
            image.Mutate(context => context.AutoOrient());
            return ImageSharpPixels.Copy(image);
        }
        catch (Exception exception) when (exception is not (InvalidImageException or OutOfMemoryException))
        {
            // Broken files make ImageSharp throw more than its own exceptions (null reference, index out of range).
            throw new InvalidImageException(name, $"cannot be decoded by ImageSharp: {exception.Message}", exception);
        }
    }
}
