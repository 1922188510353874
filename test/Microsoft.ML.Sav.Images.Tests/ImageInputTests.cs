using System.Buffers.Binary;
using Microsoft.ML.Sav.Images.Tests.Decoding;

namespace Microsoft.ML.Sav.Images.Tests;

public sealed class ImageInputTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sav-images-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Decode_ZeroBytes_ThrowsWithTheName() =>
        Decoding(ImageInput.FromBytes(ReadOnlyMemory<byte>.Empty, "nothing")).Should().Throw<InvalidImageException>().Which.ImageName.Should().Be("nothing");

    [Fact]
    public void Decode_TextNamedJpg_ThrowsWithItsPathAndFirstBytes()
    {
        var path = WriteFile("text.jpg", "This is no image."u8.ToArray());

        Decoding(ImageInput.FromFile(path)).Should().Throw<InvalidImageException>().WithMessage("*54686973*").Which.ImageName.Should().Be(path);
    }

    [Theory]
    [InlineData("jpeg-420.jpg")]
    [InlineData("jpeg-progressive.jpg")]
    [InlineData("png-rgb.png")]
    [InlineData("png-interlaced.png")]
    [InlineData("webp-lossy.webp")]
    [InlineData("webp-lossless.webp")]
    [InlineData("gif-grey.gif")]
    [InlineData("bmp-24.bmp")]
    [InlineData("bmp-rle8.bmp")]
    public void Decode_EveryFileThatMissesPixels_Throws(string file)
    {
        const int AfterPixels = 24; // PNG: end of the checksum and IEND
        var whole = DecodingSamples.ReadAllBytes(file);

        for (var length = 0; length < whole.Length - AfterPixels; length++)
            Decoding(ImageInput.FromBytes(whole.AsMemory(0, length))).Should().Throw<InvalidImageException>("it has {0} of {1} bytes", length, whole.Length);
    }

    [Theory]
    [InlineData("jpeg-420.jpg")]
    [InlineData("jpeg-progressive.jpg")]
    public void Decode_JpegWithoutItsLastByte_Throws(string file) =>
        Decoding(ImageInput.FromBytes(DecodingSamples.ReadAllBytes(file).AsMemory()[..^1])).Should().Throw<InvalidImageException>().WithMessage("*truncated*");

    [Theory]
    [InlineData(100_000, 100_000)]
    [InlineData(1, 100_000_000)]
    [InlineData(100_000_000, 1)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public void Decode_PngThatClaimsAHugeSize_ThrowsBeforeDecoding(int width, int height)
    {
        var png = File.ReadAllBytes(Repository.Fixture("images", "wide.png"));
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), height);
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), Crc32(png.AsSpan(12, 17)));

        var before = GC.GetAllocatedBytesForCurrentThread();
        Decoding(ImageInput.FromBytes(png, "bomb")).Should().Throw<InvalidImageException>().Which.ImageName.Should().Be("bomb");
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(1_000_000);
    }

    [Fact]
    public void Decode_VeryWideImage_Works()
    {
        var path = WriteFile("wide.bmp", Bitmap(20_000, 10));

        ImageInput.FromFile(path).Read().Decode().Size.Should().Be(new ImageSize(10, 20_000));
    }

    [Fact]
    public void Decode_OnePixel_Works() =>
        ImageInput.FromBytes(Bitmap(1, 1)).Read().Decode().Pixels.Should().Equal(0, 0, 0);

    [Fact]
    public void Decode_File_IsNotKeptOpen()
    {
        var path = WriteFile("image.bmp", Bitmap(3, 2));
        ImageInput.FromFile(path).Read().Decode();

        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        file.CanWrite.Should().BeTrue();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public void FromFile_NoPath_Throws(string? path) =>
        FluentActions.Invoking(() => ImageInput.FromFile(path!)).Should().Throw<ArgumentException>();

    private static Func<RgbImage> Decoding(ImageInput input) => () => input.Read().Decode();

    private string WriteFile(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>A black BMP of 24 bits.</summary>
    private static byte[] Bitmap(int width, int height)
    {
        const int HeaderLength = 54;
        var stride = (width * 3 + 3) / 4 * 4;
        var file = new byte[HeaderLength + stride * height];
        "BM"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2), file.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), HeaderLength);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), height);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(26), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(28), 24);
        return file;
    }

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        }
        return ~crc;
    }
}
