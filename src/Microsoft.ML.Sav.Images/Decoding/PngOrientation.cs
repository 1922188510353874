using System.Buffers.Binary;
using SkiaSharp;

namespace Microsoft.ML.Sav.Images.Decoding;

/// <summary>The EXIF orientation of a PNG file, which Skia reads only from JPEG and WebP.</summary>
internal static class PngOrientation
{
    private const int SignatureLength = 8;
    private const int ChunkOverhead = 12; // length, type, checksum
    private const int EntryLength = 12;
    private const ushort OrientationTag = 0x112;

    public static SKEncodedOrigin Read(ReadOnlySpan<byte> png)
    {
        for (var chunk = png[SignatureLength..]; chunk.Length >= ChunkOverhead;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(chunk);
            if (length > chunk.Length - ChunkOverhead)
                break;
            if (chunk[4..].StartsWith("eXIf"u8))
                return ReadTiff(chunk.Slice(8, (int)length));
            chunk = chunk[(ChunkOverhead + (int)length)..];
        }
        return SKEncodedOrigin.TopLeft;
    }

    // Byte order, 42, position of the first directory: a count, then entries of tag, type, count and value.
    private static SKEncodedOrigin ReadTiff(ReadOnlySpan<byte> tiff)
    {
        var isLittleEndian = tiff.StartsWith("II"u8);
        if (tiff.Length < 8 || ReadUInt32(tiff[4..], isLittleEndian) is var start && start > tiff.Length - 2)
            return SKEncodedOrigin.TopLeft;
        var directory = tiff[(int)start..];
        var count = ReadUInt16(directory, isLittleEndian);
        for (var entries = directory[2..]; count > 0 && entries.Length >= EntryLength; count--, entries = entries[EntryLength..])
        {
            if (ReadUInt16(entries, isLittleEndian) == OrientationTag && ReadUInt16(entries[8..], isLittleEndian) is >= 1 and <= 8 and var value)
                return (SKEncodedOrigin)value;
        }
        return SKEncodedOrigin.TopLeft;
    }

    private static ushort ReadUInt16(ReadOnlySpan<byte> bytes, bool isLittleEndian) =>
        isLittleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint ReadUInt32(ReadOnlySpan<byte> bytes, bool isLittleEndian) =>
        isLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
