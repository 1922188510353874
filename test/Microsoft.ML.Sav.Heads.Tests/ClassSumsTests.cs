using FsCheck.Xunit;

namespace Microsoft.ML.Sav.Heads.Tests;

public class ClassSumsTests
{
    private static readonly FeatureLayout Layout = FeatureLayout.CreateUniform(layers: 1, heads: 2, headSize: 2);

    [Fact]
    public void ComputeClassMeans_SomeExamples_DividesEachClassByItsCount()
    {
        using var sums = new ClassSums(Layout, classCount: 3);
        sums.Add([1, 2, 3, 4], 0);
        sums.Add([3, 2, 1, 0], 0);
        sums.Add([5, 6, 7, 8], 2);

        var means = sums.ComputeClassMeans();

        means.GetMean(0).ToArray().Should().Equal(2, 2, 2, 2);
        means.GetMean(2).ToArray().Should().Equal(5, 6, 7, 8);
        Enumerable.Range(0, 3).Select(means.GetExampleCount).Should().Equal(2, 0, 1);
    }

    [Fact]
    public void ComputeClassMeans_ExamplesAddedAfterwards_StaysAsItWas()
    {
        using var sums = new ClassSums(Layout, classCount: 1);
        sums.Add([1, 1, 1, 1], 0);
        var means = sums.ComputeClassMeans();

        sums.Add([9, 9, 9, 9], 0);

        means.GetMean(0).ToArray().Should().Equal(1, 1, 1, 1);
        means.GetExampleCount(0).Should().Be(1);
    }

    [Property(Arbitrary = [typeof(ExampleSet)])]
    public void Add_AnyLength_SumsEveryFloat(ExampleSet set)
    {
        var means = set.Sum([0, 0]).ComputeClassMeans();

        means.GetMean(0).ToArray().Should().Equal(set.Vectors[0]);
        means.GetExampleCount(0).Should().Be(2);
    }

    [Property(Arbitrary = [typeof(ExampleSet)])]
    public void Merge_PartsInAnyOrder_EqualsTheWhole(ExampleSet set, int seed)
    {
        using var merged = new ClassSums(set.Layout, set.ClassCount);
        foreach (var part in set.Shuffle(seed).Chunk(3))
            merged.Merge(set.Sum(part));

        var whole = set.Sum(Enumerable.Range(0, set.Count)).ComputeClassMeans();

        for (var c = 0; c < set.ClassCount; c++)
        {
            merged.ComputeClassMeans().GetMean(c).ToArray().Should().Equal(whole.GetMean(c).ToArray());
            merged.ComputeClassMeans().GetExampleCount(c).Should().Be(whole.GetExampleCount(c));
        }
    }

    [Fact]
    public void Merge_OtherHeads_Throws() =>
        new ClassSums(Layout, classCount: 2).Invoking(sums => sums.Merge(new ClassSums(FeatureLayout.CreateUniform(2, 1, 2), classCount: 2)))
            .Should().Throw<ArgumentException>();

    [Fact]
    public void Merge_OtherNumberOfClasses_Throws() =>
        new ClassSums(Layout, classCount: 2).Invoking(sums => sums.Merge(new ClassSums(Layout, classCount: 3))).Should().Throw<ArgumentException>();

    [Fact]
    public void Constructor_NoClass_Throws() =>
        FluentActions.Invoking(() => new ClassSums(Layout, classCount: 0)).Should().Throw<ArgumentOutOfRangeException>();

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void Add_ClassOutOfRange_Throws(int classIndex) =>
        new ClassSums(Layout, classCount: 2).Invoking(sums => sums.Add([1, 2, 3, 4], classIndex)).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void Add_VectorsOfAnotherLength_NamesBothLengths() =>
        new ClassSums(Layout, classCount: 2).Invoking(sums => sums.Add([1, 2, 3], 0)).Should().Throw<ArgumentException>().WithMessage("*4*3*");

    [Fact]
    public void Add_AfterDispose_Throws()
    {
        var sums = new ClassSums(Layout, classCount: 2);
        sums.Add([1, 2, 3, 4], 0);
        sums.Dispose();
        sums.Dispose();

        sums.Invoking(disposed => disposed.Add([1, 2, 3, 4], 0)).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public void Add_MemoryOfDisposedSums_StartsFromZero()
    {
        using (var first = new ClassSums(Layout, classCount: 1))
            first.Add([1, 2, 3, 4], 0);

        using var second = new ClassSums(Layout, classCount: 1);
        second.Add([5, 6, 7, 8], 0);

        second.ComputeClassMeans().GetMean(0).ToArray().Should().Equal(5, 6, 7, 8);
    }
}
