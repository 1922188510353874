namespace Microsoft.ML.Sav.Heads.Tests;

public class HeadSelectionTests
{
    private static readonly FeatureLayout TwoHeads = FeatureLayout.CreateUniform(layers: 1, heads: 2, headSize: 2);

    [Fact]
    public void Create_HeadThatSeparatesAndHeadThatDoesNot_KeepsTheFormer()
    {
        using var support = CreateSupportSet(([1, 1, 1, 0], 0), ([1, 1, 0, 1], 1), ([1, 1, 1, 0], 0), ([1, 1, 0, 1], 1));

        var selection = HeadSelection.Create(support, headCount: 1);

        selection.Classifier.Layout.Should().Equal(new Feature(0, 1, 2));
        selection.Classifier.Means.GetMean(1).ToArray().Should().Equal(0, 1);
        selection.SuccessCounts.Should().Equal(4);
    }

    [Theory]
    [InlineData(VoteTieRule.FirstVoted)]
    [InlineData(VoteTieRule.MeanCosine)]
    public void Create_TieRule_IsTheClassifiers(VoteTieRule tieRule)
    {
        using var support = CreateSupportSet(([1, 0, 1, 1], 0), ([0, 1, 1, 1], 1));

        var selection = HeadSelection.Create(support, headCount: 2, tieRule);

        selection.Classifier.TieRule.Should().Be(tieRule);
        selection.WithHeadCount(1).Classifier.TieRule.Should().Be(tieRule);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Create_HeadCountOutOfRange_Throws(int headCount)
    {
        using var support = CreateSupportSet(([1, 0, 1, 1], 0), ([0, 1, 1, 1], 1));

        support.Invoking(examples => HeadSelection.Create(examples, headCount)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Create_OneClassOnly_Throws()
    {
        using var support = CreateSupportSet(([1, 0, 1, 1], 0), ([0, 1, 1, 1], 0));

        support.Invoking(examples => HeadSelection.Create(examples, headCount: 1)).Should().Throw<ArgumentException>().WithParameterName("support");
    }

    [Fact]
    public void Create_DistantClasses_TakesMemoryForClassesWithExamplesOnly()
    {
        // 65,536 classes of 10,000 floats would be 5.2 GB of sums alone.
        var layout = FeatureLayout.CreateUniform(layers: 1, heads: 100, headSize: 100);
        using var support = new SupportSet(layout, classCount: 65_536);
        var before = GC.GetAllocatedBytesForCurrentThread();
        support.Add([.. Enumerable.Repeat(1f, layout.VectorLength)], 0);
        support.Add([.. Enumerable.Repeat(-1f, layout.VectorLength)], 65_535);

        var selection = HeadSelection.Create(support, headCount: 20);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(32 << 20);
        selection.SuccessCounts.Should().OnlyContain(count => count == 2).And.HaveCount(20);
    }

    [Fact]
    public void WithHeadCount_One_KeepsTheBestHeadAndItsClassMeans()
    {
        using var support = CreateSupportSet(([1, 0, 1, 1], 0), ([0, 1, 1, 1], 1));

        var best = HeadSelection.Create(support, headCount: 2).WithHeadCount(1);

        best.Classifier.Layout.Should().Equal(new Feature(0, 0, 2));
        best.Classifier.Means.GetMean(1).ToArray().Should().Equal(0, 1);
        best.SuccessCounts.Should().Equal(2);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void WithHeadCount_OutOfRange_Throws(int headCount)
    {
        using var support = CreateSupportSet(([1, 0, 1, 1], 0), ([0, 1, 1, 1], 1));

        HeadSelection.Create(support, headCount: 2).Invoking(selection => selection.WithHeadCount(headCount))
            .Should().Throw<ArgumentOutOfRangeException>();
    }

    private static SupportSet CreateSupportSet(params (float[] Vectors, int Class)[] examples)
    {
        var support = new SupportSet(TwoHeads, classCount: 2);
        foreach (var (vectors, classIndex) in examples)
            support.Add(vectors, classIndex);
        return support;
    }
}
