namespace Microsoft.ML.Sav.Images.Tests.Decoding;

public class EncodedImageTests
{
    /// <summary>ImageSharp's decoders are its own; above all, they upsample the colour of JPEG without smoothing. A wrong turn is 60 off.</summary>
    private const double ImageSharpTolerance = 10;

    public static TheoryData<string> Files() => [.. DecodingSamples.Expected.Names];

    [Theory]
    [MemberData(nameof(Files))]
    public void Decode_Sample_GivesPillowsPixels(string file)
    {
        var image = ImageInput.FromFile(DecodingSamples.PathOf(file)).Decode();

        var (shape, expected) = (DecodingSamples.Expected.GetShape(file), DecodingSamples.Expected.ReadByte(file));
        image.Size.Should().Be(new ImageSize(shape[0], shape[1]));
        AssertNear(image.Pixels, expected, IsExact(file));
    }

    [Theory]
    [InlineData("photo.jpg")]
    [InlineData("big.jpg")]
    public void Decode_Photo_GivesPillowsPixels(string file)
    {
        var image = ImageInput.FromFile(Repository.Fixture("images", file)).Decode();

        var expected = GoldenImage.AsPillowDecodes(file);
        image.Size.Should().Be(expected.Size);
        AssertNear(image.Pixels, expected.Pixels, IsExact(file));
    }

    [Theory]
    [InlineData("jpeg-420.jpg")]
    [InlineData("png-rgb.png")]
    [InlineData("webp-lossless.webp")]
    [InlineData("gif-grey.gif")]
    [InlineData("bmp-rle8.bmp")]
    public void Decode_ManyThreads_GiveTheSamePixels(string file)
    {
        var input = ImageInput.FromBytes(File.ReadAllBytes(DecodingSamples.PathOf(file)));
        var expected = input.Decode().Pixels;

        Parallel.For(0, 64, _ => input.Decode().Pixels.Should().Equal(expected));
    }

    private static void AssertNear(byte[] actual, byte[] expected, bool exactly)
    {
        if (exactly)
            actual.Should().Equal(expected);
        else
            actual.Zip(expected, (ours, pixel) => Math.Abs(ours - pixel)).Average().Should().BeLessThan(ImageSharpTolerance);
    }

    private static bool IsExact(string file) =>
        typeof(ImageInput).Assembly.GetReferencedAssemblies().All(assembly => assembly.Name != "SixLabors.ImageSharp")
        || !(file.EndsWith(".jpg", StringComparison.Ordinal) || file is "webp-lossy.webp" or "bmp-16-555.bmp" or "bmp-16-565.bmp");
}
