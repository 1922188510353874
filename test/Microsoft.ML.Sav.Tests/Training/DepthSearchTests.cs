using FsCheck;
using FsCheck.Xunit;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Training;

namespace Microsoft.ML.Sav.Tests.Training;

public class DepthSearchTests
{
    // layers 1, 3, 5, ... have two heads each, as in decoders that mix attention with other layers
    private static readonly FeatureLayout Heads = new(
        from layer in Enumerable.Range(0, 12) from index in Enumerable.Range(0, 2) select new Feature((2 * layer) + 1, index, 4));

    [Property]
    public void Deepest_TimeGrowsWithDepth_IsTheLastThatFits(PositiveInt milliseconds)
    {
        var budget = TimeSpan.FromMilliseconds((milliseconds.Get % 30) + 2);

        var heads = DepthSearch.Deepest(Heads, budget, TwoMillisecondsALayer);

        var layers = Math.Min(12, (int)budget.TotalMilliseconds / 2);
        heads.Should().Equal(Heads.Take(2 * layers));
    }

    [Fact]
    public void Deepest_ManyLayers_MeasuresFew()
    {
        var measured = new List<int>();

        DepthSearch.Deepest(Heads, TimeSpan.FromMilliseconds(15), heads =>
        {
            measured.Add(heads.Count / 2);
            return TwoMillisecondsALayer(heads);
        });

        measured.Should().OnlyHaveUniqueItems().And.HaveCountLessThanOrEqualTo(4);
    }

    [Fact]
    public void Deepest_FirstLayerTakesLonger_NamesTheOptionAndBothTimes() =>
        FluentActions.Invoking(() => DepthSearch.Deepest(Heads, TimeSpan.FromMilliseconds(1), TwoMillisecondsALayer))
            .Should().Throw<ArgumentOutOfRangeException>().WithMessage("*LatencyBudget is 1 ms*takes 2.0 ms*")
            .Which.ParamName.Should().Be("LatencyBudget");

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    [InlineData(100, 24)]
    public void Below_Layer_KeepsTheHeadsOfLowerLayers(int layer, int expected) =>
        (DepthSearch.Below(Heads, layer)?.Count ?? 0).Should().Be(expected);

    private static TimeSpan TwoMillisecondsALayer(FeatureLayout heads) => TimeSpan.FromMilliseconds(heads.Count);
}
