using Microsoft.ML.Sav.Images.Decoding;

namespace Microsoft.ML.Sav.Images.Tests.Decoding;

public class SizeLimitTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(65_535, 1)]
    [InlineData(10_000, 10_000)]
    public void Check_WithinTheLimits_Passes(int width, int height) =>
        FluentActions.Invoking(() => SizeLimit.Check("image", width, height)).Should().NotThrow();

    [Theory]
    [InlineData(65_536, 1)]
    [InlineData(1, 100_000_000)]
    [InlineData(10_001, 10_000)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public void Check_BeyondALimit_Throws(int width, int height) =>
        FluentActions.Invoking(() => SizeLimit.Check("image", width, height)).Should().Throw<InvalidImageException>().Which.ImageName.Should().Be("image");
}
