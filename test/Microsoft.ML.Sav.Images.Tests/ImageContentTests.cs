using Microsoft.ML.Sav.Images.Tests.Decoding;

namespace Microsoft.ML.Sav.Images.Tests;

public sealed class ImageContentTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sav-images-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Read_FileThatChangesAfterwards_KeepsHashAndPixelsOfOneContent()
    {
        var path = Path.Combine(_folder, "image.png");
        var (before, after) = (DecodingSamples.ReadAllBytes("png-rgb.png"), DecodingSamples.ReadAllBytes("png-grey.png"));
        File.WriteAllBytes(path, before);

        var content = ImageInput.FromFile(path).Read();
        File.WriteAllBytes(path, after);

        content.Hash.Should().Equal(ImageInput.FromBytes(before).Read().Hash);
        content.Decode().Pixels.Should().Equal(DecodingSamples.Expected.ReadByte("png-rgb.png"));
    }

    [Fact]
    public void Hash_FileAndItsBytes_AreEqual()
    {
        var path = DecodingSamples.GetPath("png-rgb.png");

        ImageInput.FromFile(path).Read().Hash.Should().Equal(ImageInput.FromBytes(File.ReadAllBytes(path), "other name").Read().Hash);
    }

    [Fact]
    public void Hash_SamePixelsInAnotherSize_Differs() =>
        Hash(new RgbImage(1, 2, new byte[6])).Should().NotEqual(Hash(new RgbImage(2, 1, new byte[6])));

    [Fact]
    public void Hash_EqualPixels_AreEqual() => Hash(new RgbImage(1, 2, new byte[6])).Should().Equal(Hash(new RgbImage(1, 2, new byte[6])));

    [Fact]
    public void Decode_Pixels_ReturnsTheImageItself()
    {
        var image = new RgbImage(1, 1, [1, 2, 3]);

        ImageInput.FromPixels(image).Read().Decode().Should().BeSameAs(image);
    }

    private static byte[] Hash(RgbImage image) => ImageInput.FromPixels(image).Read().Hash;
}
