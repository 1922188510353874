namespace Microsoft.ML.Sav.Heads.Tests;

public class FeatureLayoutTests
{
    private static readonly FeatureLayout ThreeHeads = new([new Feature(0, 0, 1), new Feature(0, 1, 2), new Feature(1, 0, 1)]);

    [Fact]
    public void CreateUniform_TwoLayersOfThreeHeads_OrdersByLayerThenHead()
    {
        var layout = FeatureLayout.CreateUniform(layers: 2, heads: 3, headSize: 4);

        layout.Should().Equal(
            new Feature(0, 0, 4), new Feature(0, 1, 4), new Feature(0, 2, 4), new Feature(1, 0, 4), new Feature(1, 1, 4), new Feature(1, 2, 4));
        layout.VectorLength.Should().Be(24);
    }

    [Fact]
    public void Constructor_NoHead_Throws() =>
        FluentActions.Invoking(() => new FeatureLayout([])).Should().Throw<ArgumentException>();

    [Fact]
    public void Constructor_SameHeadTwice_NamesTheHead() =>
        FluentActions.Invoking(() => new FeatureLayout([new Feature(3, 2, 8), new Feature(3, 2, 4)]))
            .Should().Throw<ArgumentException>().WithMessage("*L3.H2*");

    [Theory]
    [InlineData(-1, 0, 1)]
    [InlineData(0, -1, 1)]
    [InlineData(0, 0, 0)]
    public void Constructor_HeadOutOfRange_Throws(int layer, int index, int size) =>
        FluentActions.Invoking(() => new FeatureLayout([new Feature(layer, index, size)])).Should().Throw<ArgumentException>();

    [Fact]
    public void Constructor_VectorsBeyondTheLongestArray_Throws() =>
        FluentActions.Invoking(() => new FeatureLayout([new Feature(0, 0, int.MaxValue), new Feature(0, 1, 1)])).Should().Throw<OverflowException>();

    [Fact]
    public void GetOffset_HeadsOfDifferentSizes_AddsUpTheSizesBefore() =>
        Enumerable.Range(0, ThreeHeads.Count).Select(ThreeHeads.GetOffset).Should().Equal(0, 1, 3);

    [Fact]
    public void Slice_HeadsOfDifferentSizes_FindsEachHead() => ThreeHeads.Slice([7, 1, 2, 3], 1).ToArray().Should().Equal(1, 2);

    [Fact]
    public void Gather_SomePositions_CopiesThemInTheGivenOrder() => ThreeHeads.Gather([1, 2, 3, 4], [2, 1]).Should().Equal(4, 2, 3);

    [Fact]
    public void Subset_SomePositions_HasTheirHeadsInTheGivenOrder() =>
        ThreeHeads.Subset([2, 1]).Should().Equal(new Feature(1, 0, 1), new Feature(0, 1, 2));

    [Fact]
    public void FindPosition_KnownHead_ReturnsItsPosition() => ThreeHeads.FindPosition(new Feature(1, 0, 1)).Should().Be(2);

    [Fact]
    public void FindPosition_HeadOfAnotherSize_ReturnsMinusOne() => ThreeHeads.FindPosition(new Feature(1, 0, 2)).Should().Be(-1);

    [Fact]
    public void Equals_SameHeadsInTheSameOrder_IsTrue()
    {
        var same = ThreeHeads.Subset([0, 1, 2]);

        ThreeHeads.Equals(same).Should().BeTrue();
        ThreeHeads.Equals((object)same).Should().BeTrue();
        ThreeHeads.GetHashCode().Should().Be(same.GetHashCode());
    }

    [Fact]
    public void Equals_AnotherOrderOrAnotherType_IsFalse()
    {
        ThreeHeads.Equals(ThreeHeads.Subset([0, 2, 1])).Should().BeFalse();
        ThreeHeads.Equals((object)"L0.H0").Should().BeFalse();
        ThreeHeads.Equals(null).Should().BeFalse();
    }

    [Theory]
    [InlineData(10, new[] { 2, 3, 4, 5 })]
    [InlineData(11, new[] { 3, 4, 5 })]
    [InlineData(1000, new[] { 5 })]
    public void SplitIntoGroups_HeadsOfSeveralSizes_PutsNeighboursTogetherUpToTheLength(int maxLength, int[] ends)
    {
        var layout = new FeatureLayout([new Feature(0, 0, 4), new Feature(0, 1, 4), new Feature(0, 2, 3), new Feature(1, 0, 20), new Feature(1, 1, 1)]);

        var groups = layout.SplitIntoGroups(maxLength);

        groups.Should().Equal(ends.Select((end, i) => (i == 0 ? 0 : ends[i - 1])..end));
    }

    [Fact]
    public void ToString_Head_NamesLayerAndIndex() => new Feature(12, 3, 64).ToString().Should().Be("L12.H3");
}
