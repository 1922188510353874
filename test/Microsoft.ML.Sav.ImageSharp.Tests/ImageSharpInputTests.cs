using Microsoft.ML.Sav.Images;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Pbm;
using SixLabors.ImageSharp.Formats.Qoi;
using SixLabors.ImageSharp.Formats.Tga;
using SixLabors.ImageSharp.Formats.Tiff;
using SixLabors.ImageSharp.PixelFormats;

namespace Microsoft.ML.Sav.ImageSharp.Tests;

public sealed class ImageSharpInputTests : IDisposable
{
    private static readonly byte[] Pixels = [.. Enumerable.Range(0, 5 * 3 * 3).Select(i => (byte)(i * 5))];

    private static readonly Dictionary<string, IImageEncoder> Encoders = new()
    {
        ["tiff"] = new TiffEncoder(),
        ["tga"] = new TgaEncoder(),
        ["pbm"] = new PbmEncoder { ColorType = PbmColorType.Rgb },
        ["qoi"] = new QoiEncoder(),
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("sav-imagesharp-").FullName;

    public static TheoryData<string> Formats() => [.. Encoders.Keys];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void FromImage_Rgb24_HasItsPixels()
    {
        using var image = Image.LoadPixelData<Rgb24>(Pixels, 5, 3);

        var decoded = ImageSharpInput.FromImage(image).Read().Decode();

        decoded.Size.Should().Be(new ImageSize(3, 5));
        decoded.Pixels.Should().Equal(Pixels);
    }

    [Fact]
    public void FromImage_ImageThatIsDisposedAfterwards_StillHasItsPixels()
    {
        ImageInput input;
        using (var image = Image.LoadPixelData<Rgb24>(Pixels, 5, 3))
            input = ImageSharpInput.FromImage(image);

        input.Read().Decode().Pixels.Should().Equal(Pixels);
    }

    [Fact]
    public void FromImage_TransparentPixels_ArePutOnWhite()
    {
        using var image = Image.LoadPixelData<Rgba32>(new byte[] { 10, 20, 30, 255, 10, 20, 30, 0, 0, 0, 0, 128 }, 3, 1);

        ImageSharpInput.FromImage(image).Read().Decode().Pixels.Should().Equal(10, 20, 30, 255, 255, 255, 127, 127, 127);
    }

    [Fact]
    public void FromImage_Null_Throws() => FluentActions.Invoking(() => ImageSharpInput.FromImage(null!)).Should().Throw<ArgumentNullException>();

    [Theory]
    [MemberData(nameof(Formats))]
    public void FromFile_FormatThatSkiaLacks_DecodesIt(string format)
    {
        var path = Path.Combine(_folder, $"image.{format}");
        File.WriteAllBytes(path, Encode(format));

        ImageSharpInput.FromFile(path).Read().Decode().Pixels.Should().Equal(Pixels);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void FromBytes_Truncated_Throws(string format)
    {
        var encoded = Encode(format);

        ImageSharpInput.FromBytes(encoded.AsMemory(0, 10), "broken").Invoking(input => input.Read().Decode())
            .Should().Throw<InvalidImageException>().Which.ImageName.Should().Be("broken");
    }

    [Fact]
    public void FromFile_Jpeg_IsDecodedLikeOtherInputs()
    {
        var path = Repository.Fixture("images", "photo.jpg");

        ImageSharpInput.FromFile(path).Read().Decode().Pixels.Should().Equal(ImageInput.FromFile(path).Read().Decode().Pixels);
    }

    [Fact]
    public void FromBytes_NoImage_Throws() =>
        ImageSharpInput.FromBytes("This is no image."u8.ToArray(), "text").Invoking(input => input.Read().Decode())
            .Should().Throw<InvalidImageException>().Which.ImageName.Should().Be("text");

    [Fact]
    public void FromFile_MissingFile_ThrowsWhenRead() =>
        ImageSharpInput.FromFile(Path.Combine(_folder, "none.tiff")).Invoking(input => input.Read()).Should().Throw<FileNotFoundException>();

    private static byte[] Encode(string format)
    {
        using var image = Image.LoadPixelData<Rgb24>(Pixels, 5, 3);
        using var stream = new MemoryStream();
        image.Save(stream, Encoders[format]);
        return stream.ToArray();
    }
}
