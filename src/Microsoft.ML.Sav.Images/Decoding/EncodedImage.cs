namespace Microsoft.ML.Sav.Images.Decoding;

/// <summary>Decodes the bytes of an image file with the library that was built in (the build property SavImages).</summary>
internal static class EncodedImage
{
    private static readonly IImageDecoder Decoder =
#if SAV_LIBVIPS
        new Libvips.LibvipsDecoder();
#else
        new ImageSharpDecoder();
#endif

    /// <summary>Decodes; every error names the image.</summary>
    /// <exception cref="InvalidDataException">The bytes are empty, of another kind, broken, truncated, or too many pixels.</exception>
    public static RgbImage Decode(ReadOnlyMemory<byte> encoded, string name)
    {
        if (encoded.IsEmpty)
            throw new InvalidDataException($"'{name}' is empty (0 bytes), expected an image.");
        var format = ImageSignature.Detect(encoded.Span) ?? throw new InvalidDataException(
            $"'{name}' is not a JPEG, PNG, WebP, GIF or BMP image: it begins with the bytes {Convert.ToHexString(encoded.Span[..Math.Min(8, encoded.Length)])}.");
        try
        {
            return Decoder.Decode(encoded, format);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"'{name}' cannot be decoded as {format}: {exception.Message}.", exception);
        }
    }
}
