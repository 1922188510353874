namespace Microsoft.ML.Sav.Images.Decoding;

/// <summary>Detects the format by the first bytes; file names are not trusted.</summary>
internal static class ImageSignature
{
    public static ImageFormat? Detect(ReadOnlySpan<byte> encoded)
    {
        if (encoded.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
            return ImageFormat.Jpeg;
        if (encoded.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]))
            return ImageFormat.Png;
        if (encoded.Length >= 12 && encoded.StartsWith("RIFF"u8) && encoded[8..].StartsWith("WEBP"u8))
            return ImageFormat.WebP;
        if (encoded.StartsWith("GIF87a"u8) || encoded.StartsWith("GIF89a"u8))
            return ImageFormat.Gif;
        if (encoded.StartsWith("BM"u8))
            return ImageFormat.Bmp;
        return null;
    }
}
