namespace Microsoft.ML.Sav.Heads.Tests;

public class HeadSelectionTests
{
    private static readonly HeadLayout TwoHeads = HeadLayout.Uniform(layers: 1, heads: 2, headSize: 2);

    [Fact]
    public void Train_HeadThatSeparatesAndHeadThatDoesNot_KeepsTheFormer()
    {
        var support = Support(TwoHeads, ([1, 0, 1, 1], 0), ([0, 1, 1, 1], 1), ([1, 0, 1, 1], 0), ([0, 1, 1, 1], 1));

        HeadSelection.Train(support, headCount: 1).Classifier.Layout.Heads.Should().Equal(new Head(0, 0, 2));
    }

    [Fact]
    public void Train_HeadsEquallyGood_KeepsTheLowerLayerAndHead()
    {
        var support = Support(HeadLayout.Uniform(2, 2, 1), ([1, 1, 1, 1], 0), ([-1, -1, -1, -1], 1));

        HeadSelection.Train(support, headCount: 3).Classifier.Layout.Heads
            .Should().Equal(new Head(0, 0, 1), new Head(0, 1, 1), new Head(1, 0, 1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Train_HeadCountOutOfRange_Throws(int headCount)
    {
        var support = Support(TwoHeads, ([1, 0, 1, 1], 0), ([0, 1, 1, 1], 1));

        FluentActions.Invoking(() => HeadSelection.Train(support, headCount)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Train_OneClassOnly_SaysThatTwoAreNeeded()
    {
        var support = Support(TwoHeads, ([1, 0, 1, 1], 0), ([0, 1, 1, 1], 0));

        FluentActions.Invoking(() => HeadSelection.Train(support, 1))
            .Should().Throw<ArgumentException>().WithMessage("*at least two classes*");
    }

    [Fact]
    public void Train_KeptHead_CarriesItsSuccessCount()
    {
        var support = Support(TwoHeads, ([1, 0, 1, 1], 0), ([0, 1, 1, 1], 1), ([1, 0, 1, 1], 0), ([0, 1, 1, 1], 1));

        HeadSelection.Train(support, headCount: 1).SuccessCounts.Should().Equal(4);
    }

    [Fact]
    public void WithHeads_One_KeepsTheBestHeadAndItsClassMeans()
    {
        var selection = HeadSelection.Train(Support(TwoHeads, ([1, 0, 1, 1], 0), ([0, 1, 1, 1], 1)), headCount: 2);

        var best = selection.WithHeads(1);

        best.Classifier.Layout.Heads.Should().Equal(new Head(0, 0, 2));
        best.Classifier.Means.Of(1).ToArray().Should().Equal(0, 1);
        best.SuccessCounts.Should().Equal(2);
    }

    private static SupportSet Support(HeadLayout layout, params (float[] Vectors, int Class)[] examples)
    {
        var support = new SupportSet(layout, classCount: 2);
        foreach (var (vectors, classIndex) in examples)
            support.Add(vectors, classIndex);
        return support;
    }
}
