using System.Buffers.Binary;
using System.IO.Compression;

namespace Microsoft.ML.Sav.WebApp.Tests;

/// <summary>A small file that is a huge image: black, one bit per pixel.</summary>
internal static class PngBomb
{
    public static byte[] Create(int width, int height)
    {
        using var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 1; // bit, grayscale
        WriteChunk(png, "IHDR"u8, header);
        using var pixels = new MemoryStream();
        using (var zlib = new ZLibStream(pixels, CompressionLevel.Optimal))
        {
            var row = new byte[1 + (width + 7) / 8];
            for (var i = 0; i < height; i++)
                zlib.Write(row);
        }
        WriteChunk(png, "IDAT"u8, pixels.ToArray());
        WriteChunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static void WriteChunk(MemoryStream png, ReadOnlySpan<byte> type, byte[] data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        byte[] chunk = [.. type, .. data];
        png.Write(chunk);
        BinaryPrimitives.WriteUInt32BigEndian(number, ComputeCrc(chunk));
        png.Write(number);
    }

    private static uint ComputeCrc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : crc >> 1 ^ 0xEDB88320;
        }
        return ~crc;
    }
}
