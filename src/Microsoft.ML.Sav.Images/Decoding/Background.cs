using System.Buffers.Binary;

namespace Microsoft.ML.Sav.Images.Decoding;

/// <summary>
/// The colour where Skia leaves pixels transparent. The processors of transformers 5.23 put transparent images on white; a canvas that the
/// first frame of an opaque image does not cover has Pillow's colour.
/// </summary>
internal static class Background
{
    public static RgbColor Find(ReadOnlySpan<byte> encoded, ImageFormat format) => format switch
    {
        ImageFormat.WebP when IsOpaqueWebP(encoded) => RgbColor.Black,
        ImageFormat.Gif => GifBackground.Find(encoded),
        ImageFormat.Bmp when IsRunLengthBmp(encoded) => FirstPaletteColor(encoded),
        _ => RgbColor.White,
    };

    // RIFF header (12 bytes), chunk header (8 bytes), flags.
    private static bool IsOpaqueWebP(ReadOnlySpan<byte> encoded) =>
        encoded.Length > 20 && encoded[12..].StartsWith("VP8X"u8) && (encoded[20] & 0x10) == 0;

    private static bool IsRunLengthBmp(ReadOnlySpan<byte> encoded) =>
        encoded.Length >= 34 && BinaryPrimitives.ReadUInt32LittleEndian(encoded[30..]) is 1 or 2;

    // The palette follows the file header (14 bytes) and the info header, which starts with its length.
    private static RgbColor FirstPaletteColor(ReadOnlySpan<byte> encoded)
    {
        var palette = 14 + (long)BinaryPrimitives.ReadUInt32LittleEndian(encoded[14..]);
        return palette + 3 <= encoded.Length && encoded[(int)palette..] is [var blue, var green, var red, ..] ? new(red, green, blue) : RgbColor.Black;
    }
}
