using System.Buffers.Binary;
using Microsoft.ML.Sav.Images.Tests.Decoding;

namespace Microsoft.ML.Sav.Images.Tests;

public sealed class ImageInputTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sav-images-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Decode_MissingFile_ThrowsWithItsPath()
    {
        var path = Path.Combine(_folder, "missing.png");

        Decoding(ImageInput.FromFile(path)).Should().Throw<FileNotFoundException>().WithMessage($"*{path}*").Which.FileName.Should().Be(path);
    }

    [Fact]
    public void Decode_Folder_ThrowsWithItsPath() =>
        Decoding(ImageInput.FromFile(_folder)).Should().Throw<InvalidDataException>().WithMessage($"*{_folder}*folder*");

    [Fact]
    public void Decode_ZeroBytes_ThrowsWithItsPath()
    {
        var path = WriteFile("empty.jpg", []);

        Decoding(ImageInput.FromFile(path)).Should().Throw<InvalidDataException>().WithMessage($"*{path}*empty*");
    }

    [Fact]
    public void Decode_TextNamedJpg_ThrowsWithItsPathAndWhatItBeginsWith()
    {
        var path = WriteFile("text.jpg", "This is no image."u8.ToArray());

        Decoding(ImageInput.FromFile(path)).Should().Throw<InvalidDataException>().WithMessage($"*{path}*not a JPEG, PNG*54686973*");
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
    public void Decode_Truncated_ThrowsWithTheName(string file)
    {
        var whole = File.ReadAllBytes(DecodingSamples.PathOf(file));

        foreach (var part in new[] { 0.1, 0.3, 0.6, 0.9 })
        {
            var input = ImageInput.FromBytes(whole.AsMemory(0, (int)(whole.Length * part)), $"{part} of {file}");
            Decoding(input).Should().Throw<InvalidDataException>().WithMessage($"'{part} of {file}'*");
        }
    }

    [Theory]
    [InlineData(100_000, 100_000)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public void Decode_TooManyPixels_ThrowsBeforeDecoding(int width, int height)
    {
        var png = File.ReadAllBytes(Repository.Fixture("images", "wide.png"));
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), height);
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), Crc32(png.AsSpan(12, 17)));

        Decoding(ImageInput.FromBytes(png, "bomb")).Should().Throw<InvalidDataException>().WithMessage("'bomb'*");
    }

    [Fact]
    public void Decode_VeryWideImage_Works()
    {
        var path = WriteFile("wide.bmp", Bitmap(20_000, 10));

        ImageInput.FromFile(path).Decode().Size.Should().Be(new ImageSize(10, 20_000));
    }

    [Fact]
    public void Decode_OnePixel_Works() =>
        ImageInput.FromBytes(Bitmap(1, 1)).Decode().Pixels.Should().Equal(0, 0, 0);

    [Fact]
    public void Decode_File_IsNotKeptOpen()
    {
        var path = WriteFile("image.bmp", Bitmap(3, 2));
        ImageInput.FromFile(path).Decode();

        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        file.CanWrite.Should().BeTrue();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public void FromFile_NoPath_Throws(string? path) =>
        FluentActions.Invoking(() => ImageInput.FromFile(path!)).Should().Throw<ArgumentException>();

    [Fact]
    public void FromPixels_Image_IsReturnedAsItIs()
    {
        var image = new RgbImage(1, 1, [1, 2, 3]);

        ImageInput.FromPixels(image).Decode().Should().BeSameAs(image);
    }

    private static Func<RgbImage> Decoding(ImageInput input) => input.Decode;

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
