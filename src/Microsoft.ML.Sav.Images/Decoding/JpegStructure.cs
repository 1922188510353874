using System.Buffers.Binary;

namespace Microsoft.ML.Sav.Images.Decoding;

/// <summary>Follows the segments of a JPEG file; nothing is decoded.</summary>
internal static class JpegStructure
{
    private const byte MarkerPrefix = 0xFF;
    private const byte StartOfImage = 0xD8;
    private const byte EndOfImage = 0xD9;

    /// <summary>Whether the file reaches its end-of-image marker. One inside a thumbnail does not count.</summary>
    public static bool HasEnd(ReadOnlySpan<byte> jpeg)
    {
        // Segments: FF, marker, length (big endian), data. After a start of scan, compressed data up to the next marker.
        while (true)
        {
            var at = jpeg.IndexOf(MarkerPrefix);
            if (at < 0 || at + 1 >= jpeg.Length)
                return false;
            var marker = jpeg[at + 1];
            jpeg = jpeg[(at + 1)..];
            switch (marker)
            {
                case EndOfImage:
                    return true;
                case MarkerPrefix: // padding
                    break;
                case 0x00 or 0x01 or StartOfImage or (>= 0xD0 and <= 0xD7): // no data; FF 00 is an FF within compressed data
                    jpeg = jpeg[1..];
                    break;
                default:
                    if (jpeg.Length < 3 || 1 + BinaryPrimitives.ReadUInt16BigEndian(jpeg[1..]) > jpeg.Length)
                        return false;
                    jpeg = jpeg[(1 + BinaryPrimitives.ReadUInt16BigEndian(jpeg[1..]))..];
                    break;
            }
        }
    }
}
