using Microsoft.ML.Sav.Heads.Storage;
using Microsoft.ML.Sav.Images.Decoding;

namespace Microsoft.ML.Sav.Images.Tests.Decoding;

public class ImageDecoderTests
{
    /// <summary>The images of the golden values, as Pillow decodes them.</summary>
    private static readonly SafetensorsFile Fixtures = new(Repository.Fixture("resize.safetensors"));

    public static TheoryData<string> Samples() => [.. DecodingSamples.Expected.Names.Where(name => !Is16BitBmp(name))];

    /// <summary>Without alpha.png, of which the fixture has the pixels before they are put on white.</summary>
    public static TheoryData<string> FixtureImages() =>
        [.. Fixtures.Names.Where(name => name.EndsWith(".rgb", StringComparison.Ordinal) && name != "alpha.png.rgb").Select(name => name[..^".rgb".Length])];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Decode_Sample_EqualsPillowToTheBit(string file)
    {
        var image = Decode(file);

        image.Size.Should().Be(ToSize(DecodingSamples.Expected.Shape(file)));
        image.Pixels.Should().Equal(DecodingSamples.Expected.ReadByte(file));
    }

    /// <summary>Golden values of whole models can therefore be compared for JPEG images too.</summary>
    [Theory]
    [MemberData(nameof(FixtureImages))]
    public void Decode_FixtureImage_EqualsPillowToTheBit(string file)
    {
        var image = GoldenImage.Read(file).Read().Decode();

        image.Size.Should().Be(ToSize(Fixtures.Shape($"{file}.rgb")));
        image.Pixels.Should().Equal(Fixtures.ReadByte($"{file}.rgb"));
    }

    /// <summary>Skia and Pillow scale 5 and 6 bits to 8 with different rounding.</summary>
    [Theory]
    [InlineData("bmp-16-555.bmp")]
    [InlineData("bmp-16-565.bmp")]
    public void Decode_16BitBmp_IsWithinOneLevelOfPillow(string file)
    {
        var expected = DecodingSamples.Expected.ReadByte(file);

        var pixels = Decode(file).Pixels;

        pixels.Should().HaveSameCount(expected);
        pixels.Select((value, i) => Math.Abs(value - expected[i])).Max().Should().BeLessThanOrEqualTo(1);
    }

    [Theory]
    [InlineData("jpeg-420.jpg")]
    [InlineData("png-rgb.png")]
    [InlineData("webp-lossless.webp")]
    [InlineData("gif-grey.gif")]
    [InlineData("bmp-rle8.bmp")]
    public void Decode_ManyThreads_GiveTheSamePixels(string file)
    {
        var encoded = DecodingSamples.ReadAllBytes(file);
        var expected = ImageDecoder.Decode(file, encoded).Pixels;

        Parallel.For(0, 64, _ => ImageDecoder.Decode(file, encoded).Pixels.Should().Equal(expected));
    }

    /// <summary>Larger than one strip of rows, and turned.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(6)]
    public void Decode_TurnedJpegOfSeveralStrips_EqualsTheTurnedPixels(int orientation)
    {
        var jpeg = File.ReadAllBytes(Repository.Fixture("images", "big.jpg"));
        var upright = ImageDecoder.Decode("upright", jpeg);

        var turned = ImageDecoder.Decode("turned", WithOrientation(jpeg, orientation));

        var (lastX, lastY) = (upright.Width - 1, upright.Height - 1);
        turned.Size.Should().Be(orientation == 3 ? upright.Size : new ImageSize(upright.Width, upright.Height));
        for (var y = 0; y < upright.Height; y++)
        {
            for (var x = 0; x < upright.Width; x++)
            {
                var (toX, toY) = orientation == 3 ? (lastX - x, lastY - y) : (lastY - y, x);
                if (!turned.Row(toY).Slice(toX * 3, 3).SequenceEqual(upright.Row(y).Slice(x * 3, 3)))
                    Assert.Fail($"Pixel ({x}, {y}) should be at ({toX}, {toY}).");
            }
        }
    }

    /// <summary>Skipped pixels have the palette's first color. Pillow 9.4 misreads such files, so this is what the format's description says.</summary>
    [Fact]
    public void Decode_RunLengthBmpWithSkippedPixels_FillsThemWithTheFirstPaletteColor()
    {
        byte[] pixels = [2, 1, 0, 0, 1, 1, 0, 1]; // two pixels of color 1, end of row, one pixel of color 1, end
        byte[] bmp =
        [
            .. "BM"u8, 70, 0, 0, 0, 0, 0, 0, 0, 62, 0, 0, 0,
            40, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 1, 0, 8, 0, 1, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0,
            30, 20, 10, 0, 60, 50, 40, 0,
            .. pixels,
        ];

        ImageDecoder.Decode("skipped", bmp).Pixels.Should().Equal(40, 50, 60, 10, 20, 30, 40, 50, 60, 40, 50, 60);
    }

    private static RgbImage Decode(string file) => ImageDecoder.Decode(file, DecodingSamples.ReadAllBytes(file));

    private static bool Is16BitBmp(string file) => file.StartsWith("bmp-16-", StringComparison.Ordinal);

    private static ImageSize ToSize(IReadOnlyList<int> shape) => new(shape[0], shape[1]);

    // An APP1 segment with a directory of one entry, after the start of image.
    private static byte[] WithOrientation(byte[] jpeg, int orientation) =>
    [
        .. jpeg[..2],
        0xFF, 0xE1, 0, 34, .. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0,
        .. jpeg[2..],
    ];
}
