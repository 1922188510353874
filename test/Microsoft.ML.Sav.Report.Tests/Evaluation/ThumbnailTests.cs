using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Report.Evaluation;
using SkiaSharp;

namespace Microsoft.ML.Sav.Report.Tests.Evaluation;

public class ThumbnailTests
{
    [Theory]
    [InlineData(1000, 500, 160, 80)]
    [InlineData(3, 2000, 1, 160)]
    [InlineData(40, 30, 40, 30)]
    public void Encode_Image_FitsTheThumbnail(int width, int height, int expectedWidth, int expectedHeight)
    {
        var pixels = new byte[width * height * 3];
        for (var i = 0; i < pixels.Length; i += 3)
            pixels[i] = 200;

        using var thumbnail = SKBitmap.Decode(Thumbnail.Encode(ImageInput.FromPixels(new RgbImage(width, height, pixels))));

        (thumbnail.Width, thumbnail.Height).Should().Be((expectedWidth, expectedHeight));
        var color = thumbnail.GetPixel(expectedWidth / 2, expectedHeight / 2);
        ((int)color.Red).Should().BeInRange(190, 210);
        ((int)color.Green).Should().BeLessThan(12);
    }
}
