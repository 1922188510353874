using System.Buffers.Binary;

namespace Microsoft.ML.Sav.Images.Decoding;

/// <summary>
/// Finds files that end too early, for the formats in which ImageSharp fills what is missing without a word: the structure is followed
/// to the end of the (first) image, nothing is decoded.
/// </summary>
internal static class TruncationCheck
{
    private const byte MarkerPrefix = 0xFF;

    /// <exception cref="InvalidDataException">The data ends before the image does.</exception>
    public static void Check(ReadOnlySpan<byte> encoded, ImageFormat format)
    {
        var isWhole = format switch
        {
            ImageFormat.Jpeg => IsWholeJpeg(encoded),
            ImageFormat.WebP => BinaryPrimitives.ReadUInt32LittleEndian(encoded[4..]) <= encoded.Length - 8,
            ImageFormat.Gif => IsWholeGif(encoded),
            _ => true,
        };
        if (!isWhole)
            throw new InvalidDataException($"it is truncated: the image does not end within the {encoded.Length} bytes");
    }

    // Segments: FF, marker, big endian length, data. After a start of scan, compressed data up to the next marker.
    private static bool IsWholeJpeg(ReadOnlySpan<byte> data)
    {
        const byte EndOfImage = 0xD9;
        const byte StartOfImage = 0xD8;
        while (true)
        {
            var at = data.IndexOf(MarkerPrefix);
            if (at < 0 || at + 1 >= data.Length)
                return false;
            var marker = data[at + 1];
            data = data[(at + 1)..];
            switch (marker)
            {
                case EndOfImage:
                    return true;
                case MarkerPrefix: // padding: this byte begins the marker
                    break;
                case 0x00 or 0x01 or StartOfImage or (>= 0xD0 and <= 0xD7): // without data; 00 stands for an FF in compressed data
                    data = data[1..];
                    break;
                default:
                    if (data.Length < 3 || 1 + BinaryPrimitives.ReadUInt16BigEndian(data[1..]) > data.Length)
                        return false;
                    data = data[(1 + BinaryPrimitives.ReadUInt16BigEndian(data[1..]))..];
                    break;
            }
        }
    }

    // Header with an optional palette, then blocks: 21 extension, 2C image (also with an optional palette), 3B the end.
    private static bool IsWholeGif(ReadOnlySpan<byte> data)
    {
        if (!TrySkip(ref data, 13, flagsAt: 10))
            return false;
        while (data.Length > 0)
        {
            switch (data[0])
            {
                case 0x21 when data.Length >= 2:
                    data = data[2..];
                    if (!TrySkipSubBlocks(ref data))
                        return false;
                    break;
                case 0x2C:
                    return TrySkip(ref data, 10, flagsAt: 9) && TrySkip(ref data, 1) && TrySkipSubBlocks(ref data);
                default:
                    return false;
            }
        }
        return false;
    }

    private static bool TrySkip(ref ReadOnlySpan<byte> data, int length, int? flagsAt = null)
    {
        if (data.Length < length)
            return false;
        if (flagsAt is { } at && (data[at] & 0x80) != 0)
            length += RgbImage.Channels << ((data[at] & 7) + 1);
        if (data.Length < length)
            return false;
        data = data[length..];
        return true;
    }

    private static bool TrySkipSubBlocks(ref ReadOnlySpan<byte> data)
    {
        while (data.Length > 0 && data[0] != 0)
        {
            if (!TrySkip(ref data, 1 + data[0]))
                return false;
        }
        return TrySkip(ref data, 1);
    }
}
