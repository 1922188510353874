using Microsoft.ML.Sav.Lmm.Families.LlavaNext;

namespace Microsoft.ML.Sav.Lmm.Tests.Families.LlavaNext;

/// <summary>torch.nn.functional.interpolate(mode="bilinear", align_corners=False).</summary>
public class FeatureGridTests
{
    // output centres lie at 2 i + 0.5 of the input: between two neighbours
    [Fact]
    public void Resize_ToHalf_AveragesNeighbours() =>
        new FeatureGrid([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], 4, 4, 1).Resize(2, 2).Values.Should().Equal(2.5f, 4.5f, 10.5f, 12.5f);

    // scale 4 / 3: centres at 1/6, 1.5 and 17/6
    [Fact]
    public void Resize_ToThreeQuarters_Interpolates() =>
        new FeatureGrid([0, 6, 12, 18], 1, 4, 1).Resize(1, 3).Values.Should().BeEquivalentTo([1f, 9f, 17f], options => options.Using<float>(
            context => context.Subject.Should().BeApproximately(context.Expectation, 1e-5f)).WhenTypeIs<float>());
}
