using System.Text.Json;
using Microsoft.ML.Sav.Heads.Safetensors;
using Microsoft.ML.Sav.Images.Resampling;

namespace Microsoft.ML.Sav.Images.Tests.Resampling;

public class ImageResizerTests
{
    private static readonly SafetensorsFile Golden = SafetensorsFile.Read(Repository.Fixture("resize.safetensors"));

    /// <summary>By Pillow 9.4: the two filters that the fixture leaves out.</summary>
    private static readonly SafetensorsFile BoxAndHamming = SafetensorsFile.Read(
        Path.Combine(Repository.Root, "test", "Microsoft.ML.Sav.Images.Tests", "Resampling", "box-hamming.safetensors"));

    public static TheoryData<string, string, string, int, int> Cases()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Repository.Fixture("resize.json")));
        var data = new TheoryData<string, string, string, int, int>();
        foreach (var item in json.RootElement.GetProperty("cases").EnumerateArray())
        {
            data.Add(
                item.GetProperty("key").GetString()!,
                item.GetProperty("image").GetString()!,
                item.GetProperty("filter").GetString()!,
                item.GetProperty("width").GetInt32(),
                item.GetProperty("height").GetInt32());
        }
        return data;
    }

    public static TheoryData<string, string, string> BoxAndHammingCases()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var key in BoxAndHamming.Names) // image.png.filter.33x20
            data.Add(key, string.Join('.', key.Split('.')[..2]), key.Split('.')[2]);
        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Resize_PillowCase_EqualsPillowByteForByte(string key, string image, string filter, int width, int height)
    {
        var resized = ImageResizer.Resize(Original(image), width, height, Enum.Parse<ResampleFilter>(filter, ignoreCase: true));

        resized.Size.Should().Be(new ImageSize(height, width));
        resized.Pixels.Should().Equal(Golden.ReadByte(key));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Resize_PartOfAPillowCase_EqualsThatPartByteForByte(string key, string image, string filter, int width, int height)
    {
        var whole = new RgbImage(width, height, Golden.ReadByte(key));
        foreach (var (columns, rows) in new[] { (Range.All, 0..1), ((width / 3)..(width - (width / 4)), (height / 2)..height), ((width - 1)..width, (height / 3)..((height / 3) + 1)) })
        {
            var part = ImageResizer.Resize(Original(image), new ImageSize(height, width), Enum.Parse<ResampleFilter>(filter, ignoreCase: true), columns, rows);

            var (left, partWidth) = columns.GetOffsetAndLength(width);
            var (top, partHeight) = rows.GetOffsetAndLength(height);
            part.Size.Should().Be(new ImageSize(partHeight, partWidth));
            part.Pixels.Should().Equal(ImageTransforms.Crop(whole, left, top, part.Size).Pixels);
        }
    }

    [Theory]
    [MemberData(nameof(BoxAndHammingCases))]
    public void Resize_BoxOrHamming_EqualsPillowByteForByte(string key, string image, string filter)
    {
        var shape = BoxAndHamming.GetShape(key);

        ImageResizer.Resize(Original(image), shape[1], shape[0], Enum.Parse<ResampleFilter>(filter, ignoreCase: true))
            .Pixels.Should().Equal(BoxAndHamming.ReadByte(key));
    }

    [Theory]
    [InlineData(20_000, 10, 32, 32)]
    [InlineData(1, 1, 48, 32)]
    [InlineData(10, 20_000, 1, 1)]
    public void Resize_OneColour_KeepsTheColour(int width, int height, int toWidth, int toHeight)
    {
        var pixels = new byte[width * height * 3];
        Array.Fill(pixels, (byte)137);

        foreach (var filter in Enum.GetValues<ResampleFilter>())
            ImageResizer.Resize(new RgbImage(width, height, pixels), toWidth, toHeight, filter).Pixels.Should().OnlyContain(value => value == 137);
    }

    [Fact]
    public void Resize_SameSize_ReturnsTheImageItself()
    {
        var image = Original("small.png");

        ImageResizer.Resize(image, image.Width, image.Height, ResampleFilter.Bicubic).Should().BeSameAs(image);
    }

    [Fact]
    public void Resize_ManyThreads_GiveTheSamePixels()
    {
        var image = Original("wide.png");
        var expected = ImageResizer.Resize(image, 33, 20, ResampleFilter.Lanczos).Pixels;

        Parallel.For(0, 64, _ => ImageResizer.Resize(image, 33, 20, ResampleFilter.Lanczos).Pixels.Should().Equal(expected));
    }

    private static RgbImage Original(string name)
    {
        var shape = Golden.GetShape($"{name}.rgb");
        return new RgbImage(shape[1], shape[0], Golden.ReadByte($"{name}.rgb"));
    }
}
