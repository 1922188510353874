using System.Buffers.Binary;

namespace Microsoft.ML.Sav.Images.Decoding.Libvips.Bmp;

/// <summary>The headers of a BMP file: the file header of 14 bytes, then one of the info headers, told apart by their length.</summary>
internal sealed class BmpHeader
{
    private const int FileHeaderLength = 14;
    private const int CoreHeaderLength = 12;
    private const int InfoHeaderLength = 40;

    public BmpHeader(ReadOnlySpan<byte> file)
    {
        if (file.Length < FileHeaderLength + CoreHeaderLength)
            throw new InvalidDataException("it ends within the header");
        PixelsStart = BinaryPrimitives.ReadInt32LittleEndian(file[10..]);
        var length = BinaryPrimitives.ReadInt32LittleEndian(file[FileHeaderLength..]);
        var isCore = length == CoreHeaderLength;
        if (!isCore && length is < InfoHeaderLength or > 1024)
            throw new InvalidDataException($"its info header has the unknown length {length}");
        if (FileHeaderLength + length > file.Length)
            throw new InvalidDataException("it ends within the header");
        var info = file.Slice(FileHeaderLength, length);
        int height;
        if (isCore)
        {
            Width = BinaryPrimitives.ReadUInt16LittleEndian(info[4..]);
            height = BinaryPrimitives.ReadUInt16LittleEndian(info[6..]);
            BitsPerPixel = BinaryPrimitives.ReadUInt16LittleEndian(info[10..]);
        }
        else
        {
            Width = BinaryPrimitives.ReadInt32LittleEndian(info[4..]);
            height = BinaryPrimitives.ReadInt32LittleEndian(info[8..]);
            BitsPerPixel = BinaryPrimitives.ReadUInt16LittleEndian(info[14..]);
            Compression = (BmpCompression)BinaryPrimitives.ReadInt32LittleEndian(info[16..]);
        }
        IsTopDown = height < 0;
        PixelLimit.Check(Width, Math.Abs((long)height));
        Height = Math.Abs(height);
        if (PixelsStart < FileHeaderLength + length || PixelsStart > file.Length)
            throw new InvalidDataException($"its pixels should start at byte {PixelsStart} of {file.Length}");

        // After a plain info header the bit masks follow it; later headers contain them. Both begin at the same place.
        Masks = Compression is BmpCompression.BitFields or BmpCompression.AlphaBitFields
            ? ReadMasks(file)
            : BitsPerPixel == 16 ? [0x7C00, 0x03E0, 0x001F] : [0xFF0000, 0x00FF00, 0x0000FF];
        if (BitsPerPixel <= 8)
            Palette = ReadPalette(file[(FileHeaderLength + length)..PixelsStart], isCore ? 3 : 4);
    }

    public int PixelsStart { get; }

    public int Width { get; }

    public int Height { get; }

    public bool IsTopDown { get; }

    public int BitsPerPixel { get; }

    public BmpCompression Compression { get; }

    /// <summary>Red, green, blue bits of a pixel of 16 or 32 bits.</summary>
    public uint[] Masks { get; }

    /// <summary>RGB of every index that has <see cref="BitsPerPixel"/> bits; colours that the file lacks are black.</summary>
    public byte[] Palette { get; } = [];

    private static uint[] ReadMasks(ReadOnlySpan<byte> file)
    {
        const int Start = FileHeaderLength + InfoHeaderLength;
        var masks = new uint[RgbImage.Channels];
        if (file.Length < Start + masks.Length * sizeof(uint))
            throw new InvalidDataException("it ends within the bit masks");
        for (var i = 0; i < masks.Length; i++)
            masks[i] = BinaryPrimitives.ReadUInt32LittleEndian(file[(Start + i * sizeof(uint))..]);
        return masks;
    }

    private byte[] ReadPalette(ReadOnlySpan<byte> entries, int entryLength)
    {
        var palette = new byte[(1 << BitsPerPixel) * RgbImage.Channels];
        for (int from = 0, to = 0; to < palette.Length && from + entryLength <= entries.Length; from += entryLength, to += RgbImage.Channels)
            (palette[to], palette[to + 1], palette[to + 2]) = (entries[from + 2], entries[from + 1], entries[from]);
        return palette;
    }
}
