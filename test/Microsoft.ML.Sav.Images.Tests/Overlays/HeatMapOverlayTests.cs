using Microsoft.ML.Sav.Images.Overlays;

namespace Microsoft.ML.Sav.Images.Tests.Overlays;

public class HeatMapOverlayTests
{
    // 640 x 640 pixels of grey, which are not enlarged
    private static readonly RgbImage Grey = new(640, 640, [.. Enumerable.Repeat((byte)128, 640 * 640 * 3)]);

    [Fact]
    public void WritePng_Regions_PositiveIsRedAndNegativeBlueInTheirPlaces()
    {
        var overlay = Draw(new(0, 0, 320, 640, 1), new(320, 0, 320, 640, -1));

        var (left, right) = (Pixel(overlay, 40, 320), Pixel(overlay, 600, 320));
        (left.Red - left.Blue).Should().BeGreaterThan(30);
        (right.Blue - right.Red).Should().BeGreaterThan(30);
    }

    [Fact]
    public void WritePng_NoEvidence_LeavesTheImageGrey() =>
        Pixel(Draw(new WeightedRegion(0, 0, 640, 640, 0)), 320, 320).Should().Be(((byte)128, (byte)128, (byte)128));

    [Fact]
    public void WritePng_OverlappingRegions_AddUpPerArea()
    {
        // the small region has the same value on a quarter of the area
        var overlay = Draw(new(0, 0, 640, 640, -1), new(0, 0, 320, 320, 1));

        var (inside, outside) = (Pixel(overlay, 100, 100), Pixel(overlay, 600, 600));
        inside.Red.Should().BeGreaterThan(inside.Blue);
        outside.Blue.Should().BeGreaterThan(outside.Red);
    }

    private static RgbImage Draw(params WeightedRegion[] regions)
    {
        using var png = new MemoryStream();
        HeatMapOverlay.WritePng(png, Grey, regions);
        return ImageContent.FromBytes("overlay", png.ToArray()).Decode();
    }

    private static (byte Red, byte Green, byte Blue) Pixel(RgbImage image, int x, int y)
    {
        var pixel = image.Row(y).Slice(x * 3, 3);
        return (pixel[0], pixel[1], pixel[2]);
    }
}
