using Microsoft.ML.Sav.Images.Decoding;
using SkiaSharp;

namespace Microsoft.ML.Sav.Images.Tests.Decoding;

public class PngOrientationTests
{
    private static readonly byte[] Signature = [0x89, .. "PNG\r\n"u8, 0x1A, .. "\n"u8];

    [Theory]
    [InlineData(1, SKEncodedOrigin.TopLeft)]
    [InlineData(6, SKEncodedOrigin.RightTop)]
    [InlineData(8, SKEncodedOrigin.LeftBottom)]
    public void Read_BigAndLittleEndianTiff_ReturnsTheOrientation(byte value, SKEncodedOrigin expected)
    {
        PngOrientation.Read(Png([.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, value, 0, 0])).Should().Be(expected);
        PngOrientation.Read(Png([.. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, value, 0, 0, 0])).Should().Be(expected);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    public void Read_UnknownOrientation_ReturnsUpright(byte value) =>
        PngOrientation.Read(Png([.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, value, 0, 0])).Should().Be(SKEncodedOrigin.TopLeft);

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { (byte)'M', (byte)'M', 0, 42, 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { (byte)'I', (byte)'I', 42, 0, 8, 0, 0, 0, 0xFF, 0xFF })]
    public void Read_BrokenTiff_ReturnsUpright(byte[] tiff) => PngOrientation.Read(Png(tiff)).Should().Be(SKEncodedOrigin.TopLeft);

    private static byte[] Png(byte[] tiff) => [.. Signature, 0, 0, 0, (byte)tiff.Length, .. "eXIf"u8, .. tiff, 0, 0, 0, 0];
}
