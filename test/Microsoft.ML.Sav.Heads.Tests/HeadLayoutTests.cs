namespace Microsoft.ML.Sav.Heads.Tests;

public class HeadLayoutTests
{
    [Fact]
    public void Uniform_TwoLayersOfThreeHeads_OrdersByLayerThenHead()
    {
        var layout = HeadLayout.Uniform(layers: 2, heads: 3, headSize: 4);

        layout.Count.Should().Be(6);
        layout.VectorLength.Should().Be(24);
        layout[4].Should().Be(new Head(1, 1, 4));
        layout.OffsetOf(4).Should().Be(16);
    }

    [Fact]
    public void Slice_HeadsOfDifferentSizes_FindsEachHead()
    {
        var layout = new HeadLayout([new Head(0, 0, 1), new Head(1, 0, 3)]);

        layout.Slice([7, 1, 2, 3], 1).ToArray().Should().Equal(1, 2, 3);
    }

    [Fact]
    public void Gather_SomePositions_CopiesThemInTheGivenOrder()
    {
        var layout = new HeadLayout([new Head(0, 0, 1), new Head(0, 1, 2), new Head(1, 0, 1)]);

        layout.Gather([1, 2, 3, 4], [2, 1]).Should().Equal(4, 2, 3);
        layout.Select([2, 1]).Should().Be(new HeadLayout([new Head(1, 0, 1), new Head(0, 1, 2)]));
    }

    [Fact]
    public void Constructor_SameHeadTwice_NamesTheHead() =>
        FluentActions.Invoking(() => new HeadLayout([new Head(3, 2, 8), new Head(3, 2, 8)]))
            .Should().Throw<ArgumentException>().WithMessage("*L3.H2*twice*");

    [Fact]
    public void Constructor_NoHead_Throws() =>
        FluentActions.Invoking(() => new HeadLayout([])).Should().Throw<ArgumentException>().WithMessage("*at least one head*");

    [Fact]
    public void Groups_HeadsOfSeveralSizes_PutsNeighboursTogetherUpToTheLength() =>
        new HeadLayout([new Head(0, 0, 4), new Head(0, 1, 4), new Head(0, 2, 3), new Head(1, 0, 20), new Head(1, 1, 1)]).Groups(length: 10)
            .Should().Equal(0..2, 2..3, 3..4, 4..5);
}
