using System.Buffers.Binary;
using System.Numerics;

namespace Microsoft.ML.Sav.Images.Decoding.Libvips.Bmp;

/// <summary>Reads Windows and OS/2 bitmaps of 1 to 32 bits a pixel, plain or run-length encoded. Alpha is not read.</summary>
internal static class BmpReader
{
    public static RgbImage Read(ReadOnlySpan<byte> file)
    {
        var header = new BmpHeader(file);
        var body = file[header.PixelsStart..];
        var pixels = new byte[header.Width * header.Height * RgbImage.Channels];
        switch (header.Compression, header.BitsPerPixel)
        {
            case (BmpCompression.None, 1 or 2 or 4 or 8):
            case (BmpCompression.None, 16 or 24 or 32):
            case (BmpCompression.BitFields or BmpCompression.AlphaBitFields, 16 or 32):
                ReadRows(header, body, pixels);
                break;
            case (BmpCompression.RunLength8, 8):
            case (BmpCompression.RunLength4, 4):
                ReadIndices(header, RunLengthDecoder.Decode(header, body), pixels);
                break;
            default:
                throw new InvalidDataException($"BMP with compression {header.Compression} at {header.BitsPerPixel} bits a pixel is not known");
        }
        return new RgbImage(header.Width, header.Height, pixels);
    }

    private static void ReadRows(BmpHeader header, ReadOnlySpan<byte> body, Span<byte> pixels)
    {
        var stride = checked((int)(((long)header.Width * header.BitsPerPixel + 31) / 32 * 4));
        if ((long)stride * header.Height > body.Length)
            throw new InvalidDataException($"it is truncated: {header.Height} rows of {stride} bytes are missing {(long)stride * header.Height - body.Length} bytes");
        for (var y = 0; y < header.Height; y++)
        {
            var row = body.Slice(y * stride, stride);
            var output = OutputRow(header, pixels, y);
            if (header.BitsPerPixel <= 8)
                ReadPackedIndices(header, row, output);
            else if (header.BitsPerPixel == 24)
                ReadBgr(row, output);
            else
                ReadMasked(header, row, output);
        }
    }

    private static void ReadIndices(BmpHeader header, byte[] indices, Span<byte> pixels)
    {
        for (var y = 0; y < header.Height; y++)
        {
            var output = OutputRow(header, pixels, y);
            for (var x = 0; x < header.Width; x++)
                CopyColour(header, indices[y * header.Width + x], output, x);
        }
    }

    private static void ReadPackedIndices(BmpHeader header, ReadOnlySpan<byte> row, Span<byte> output)
    {
        var bits = header.BitsPerPixel;
        for (var x = 0; x < header.Width; x++)
        {
            var bit = x * bits;
            CopyColour(header, (row[bit / 8] >> (8 - bits - bit % 8)) & ((1 << bits) - 1), output, x);
        }
    }

    private static void ReadBgr(ReadOnlySpan<byte> row, Span<byte> output)
    {
        for (var x = 0; x < output.Length; x += RgbImage.Channels)
            (output[x], output[x + 1], output[x + 2]) = (row[x + 2], row[x + 1], row[x]);
    }

    private static void ReadMasked(BmpHeader header, ReadOnlySpan<byte> row, Span<byte> output)
    {
        var size = header.BitsPerPixel / 8;
        for (var x = 0; x < header.Width; x++)
        {
            var pixel = row.Slice(x * size, size);
            var value = size == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(pixel) : BinaryPrimitives.ReadUInt32LittleEndian(pixel);
            for (var channel = 0; channel < RgbImage.Channels; channel++)
                output[x * RgbImage.Channels + channel] = Extract(value, header.Masks[channel]);
        }
    }

    private static byte Extract(uint value, uint mask)
    {
        if (mask == 0)
            return 0;
        var shift = BitOperations.TrailingZeroCount(mask);
        return (byte)((ulong)((value & mask) >> shift) * 255 / (mask >> shift));
    }

    private static void CopyColour(BmpHeader header, int index, Span<byte> output, int x) =>
        header.Palette.AsSpan(index * RgbImage.Channels, RgbImage.Channels).CopyTo(output[(x * RgbImage.Channels)..]);

    private static Span<byte> OutputRow(BmpHeader header, Span<byte> pixels, int y)
    {
        var stride = header.Width * RgbImage.Channels;
        return pixels.Slice((header.IsTopDown ? y : header.Height - 1 - y) * stride, stride);
    }
}
