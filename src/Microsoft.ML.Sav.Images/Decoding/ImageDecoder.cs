using SkiaSharp;

namespace Microsoft.ML.Sav.Images.Decoding;

/// <summary>Decodes the bytes of image files with Skia, whose codecs give Pillow's pixels. Thread-safe.</summary>
internal static class ImageDecoder
{
    /// <summary>Rows converted at a time: few enough to stay in the CPU's cache.</summary>
    private const int StripHeight = 64;

    /// <summary>Decodes the first frame to RGB, upright.</summary>
    /// <exception cref="InvalidImageException">The bytes are not an image, broken, truncated or too large.</exception>
    public static RgbImage Decode(string name, ReadOnlyMemory<byte> encoded)
    {
        var bytes = encoded.Span;
        if (bytes.IsEmpty)
            throw new InvalidImageException(name, "is empty (0 bytes), expected an image.");
        var format = ImageSignature.Detect(bytes) ?? throw new InvalidImageException(
            name, $"is not a JPEG, PNG, WebP, GIF or BMP image: it starts with the bytes {Convert.ToHexString(bytes[..Math.Min(8, bytes.Length)])}.");

        using var data = SKData.CreateCopy(bytes);
        using var codec = SKCodec.Create(new SKMemoryStream(data), out var result);
        if (codec is null)
            throw CreateException(name, format, result);
        SizeLimit.Check(name, codec.Info.Width, codec.Info.Height);
        // Newer versions of Skia decode progressive files that miss scans, only blurred.
        if (format == ImageFormat.Jpeg && !JpegStructure.HasEnd(bytes))
            throw CreateException(name, format, SKCodecResult.IncompleteInput);

        var origin = format == ImageFormat.Png ? PngOrientation.Read(bytes) : codec.EncodedOrigin;
        RgbColor? background = codec.Info.AlphaType == SKAlphaType.Opaque ? null : Background.Find(bytes, format);
        var writer = new RgbWriter(codec.Info.Width, codec.Info.Height, origin, background);
        result = DecodeRows(codec, writer, inStrips: format == ImageFormat.Jpeg);
        return result == SKCodecResult.Success ? writer.Image : throw CreateException(name, format, result);
    }

    /// <summary>Only JPEG can be decoded in strips; they save the memory of a second, larger image.</summary>
    private static unsafe SKCodecResult DecodeRows(SKCodec codec, RgbWriter writer, bool inStrips)
    {
        // Without a color space, as Pillow does: profiles and gamma are ignored.
        var info = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        using var bitmap = new SKBitmap(info.WithSize(info.Width, inStrips ? Math.Min(StripHeight, info.Height) : info.Height));
        // Not SKBitmap.GetPixelSpan, which returns different types in SkiaSharp 2 and 4: this binary runs with both.
        var pixels = bitmap.GetPixels();
        var result = inStrips ? codec.StartScanlineDecode(info) : codec.GetPixels(info, pixels);
        for (var top = 0; top < info.Height && result == SKCodecResult.Success; top += StripHeight)
        {
            var rows = Math.Min(StripHeight, info.Height - top);
            if (inStrips && codec.GetScanlines(pixels, rows, info.RowBytes) < rows)
                return SKCodecResult.IncompleteInput;
            var strip = (byte*)pixels + (inStrips ? 0 : top * info.RowBytes);
            writer.Write(new Span<byte>(strip, rows * info.RowBytes), top, rows);
        }
        return result;
    }

    private static InvalidImageException CreateException(string name, ImageFormat format, SKCodecResult result) => new(
        name,
        result == SKCodecResult.IncompleteInput
            ? $"is truncated: the {format} image does not end within the data. Is the download or copy complete?"
            : $"is a broken {format} image: Skia reports {result}.");
}
