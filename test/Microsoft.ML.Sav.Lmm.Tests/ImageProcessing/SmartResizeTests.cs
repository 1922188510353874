using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Lmm.ImageProcessing;

namespace Microsoft.ML.Sav.Lmm.Tests.ImageProcessing;

/// <summary>transformers 5, smart_resize of image_processing_qwen2_vl.py and image_processing_lfm2_vl.py, worked out by hand.</summary>
public class SmartResizeTests
{
    [Theory]
    [InlineData(28, 3136, 12_845_056, 400, 10, 364, 28)] // Qwen2-VL: the height is rounded to 0, so the area is below the minimum
    [InlineData(32, 65_536, 16_777_216, 2048, 16, 2912, 32)] // Qwen3-VL
    [InlineData(32, 65_536, 16_777_216, 16, 2048, 32, 2912)]
    [InlineData(28, 3136, 12_845_056, 640, 480, 644, 476)]
    [InlineData(28, 3136, 12_845_056, 1, 1, 56, 56)]
    [InlineData(28, 3136, 23_520, 3000, 20, 1876, 28)] // too large
    public void Resolve_Qwen_ComparesTheAreaOfRoundedSides(int factor, long minimumArea, long maximumArea, int width, int height, int expectedWidth, int expectedHeight) =>
        SmartResize.Resolve(new(height, width), factor, minimumArea, maximumArea, minimumSide: 0).Should().Be(new ImageSize(expectedHeight, expectedWidth));

    [Fact]
    public void Resolve_Lfm2_RoundsSidesToTheFactorAtLeast() =>
        SmartResize.Resolve(new(16, 2048), factor: 32, minimumArea: 65_536, maximumArea: 262_144, minimumSide: 32).Should().Be(new ImageSize(32, 2048));
}
