namespace Microsoft.ML.Sav.Heads.Tests;

public class ClassMeansTests
{
    private static readonly FeatureLayout Layout = new([new Feature(0, 0, 2), new Feature(1, 0, 1)]);

    [Fact]
    public void ComputeCosines_SomeClasses_GivesOnePerClass()
    {
        var means = new ClassMeans(Layout, [[3, 4, 1], [-2, 0, 1], [0, 0, 1], [0, 0, 0]], [1, 1, 1, 0]);
        var cosines = new float[4];

        means.ComputeCosines(0, [5, 0], cosines);

        cosines.Should().Equal(0.6f, -1, 0, float.NaN);
    }

    [Fact]
    public void ComputeCosines_VectorOfLengthZero_IsZero()
    {
        var cosines = new float[1];

        new ClassMeans(Layout, [[3, 4, 1]], [1]).ComputeCosines(0, [0, 0], cosines);

        cosines.Should().Equal(0);
    }

    [Fact]
    public void Subset_SomePositions_HasTheirMeansAndAllCounts()
    {
        var subset = new ClassMeans(Layout, [[1, 2, 3], [0, 0, 0], [4, 5, 6]], [7, 0, 8]).Subset([1]);

        subset.Layout.Should().Equal(new Feature(1, 0, 1));
        Enumerable.Range(0, 3).Select(c => subset.GetMean(c).ToArray()).Should().BeEquivalentTo(
            new float[][] { [3], [0], [6] }, options => options.WithStrictOrdering());
        Enumerable.Range(0, 3).Select(subset.GetExampleCount).Should().Equal(7, 0, 8);
    }

    [Theory]
    [InlineData(new float[0], -1)]
    [InlineData(new float[] { 0.5f, 0.75f, 0.75f }, 1)]
    [InlineData(new float[] { float.NaN, -0.5f, float.NaN }, 1)]
    [InlineData(new float[] { float.NaN, float.NaN }, -1)]
    [InlineData(new float[] { -1, -1 }, 0)]
    public void FindNearest_AnyCosines_IsTheFirstGreatest(float[] cosines, int expected) =>
        ClassMeans.FindNearest(cosines).Should().Be(expected);

    [Fact]
    public void Constructor_NoClass_Throws() =>
        FluentActions.Invoking(() => new ClassMeans(Layout, [], [])).Should().Throw<ArgumentException>();

    [Fact]
    public void Constructor_MoreCountsThanMeans_Throws() =>
        FluentActions.Invoking(() => new ClassMeans(Layout, [[1, 2, 3]], [1, 1])).Should().Throw<ArgumentException>();

    [Fact]
    public void Constructor_MeanOfAnotherLength_Throws() =>
        FluentActions.Invoking(() => new ClassMeans(Layout, [[1, 2, 3], [1, 2]], [1, 1])).Should().Throw<ArgumentException>();

    [Fact]
    public void Constructor_NegativeCount_NamesIt() =>
        FluentActions.Invoking(() => new ClassMeans(Layout, [[1, 2, 3]], [-5])).Should().Throw<ArgumentException>().WithMessage("*-5*");
}
