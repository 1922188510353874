using FsCheck.Xunit;

namespace Microsoft.ML.Sav.Heads.Tests;

public class HeadScoresTests
{
    private const int ClassCount = 5;
    private static readonly FeatureLayout Layout = new([new Feature(0, 0, 3), new Feature(0, 1, 8), new Feature(1, 0, 70), new Feature(2, 0, 600), new Feature(2, 1, 33)]);
    private static readonly FeatureLayout TwoHeads = FeatureLayout.CreateUniform(layers: 1, heads: 2, headSize: 2);

    [Theory]
    [InlineData(1, long.MaxValue)]
    [InlineData(300, long.MaxValue)] // several blocks
    [InlineData(300, 0)] // in the file
    [InlineData(300, 300 * 714 * sizeof(float))] // in both
    public void Compute_HeadsOfAnySize_EqualsCosinesOneByOne(int examplesPerClass, long memoryLimit)
    {
        var examples = CreateExamples(examplesPerClass * ClassCount);
        using var support = new SupportSet(Layout, ClassCount, memoryLimit);
        foreach (var (i, vectors) in examples.Index())
            support.Add(vectors, i % ClassCount);
        var means = support.ComputeClassMeans();

        var scores = HeadScores.Compute(support, means);

        var expected = Enumerable.Range(0, Layout.Count).Select(position => ComputeOneByOne(examples, means, position)).ToArray();
        scores.SuccessCounts.Should().Equal(expected.Select(score => score.SuccessCount));
        scores.MeanMargins.Should().Equal(expected.Select(score => score.MeanMargin), (actual, exact) => Math.Abs(actual - exact) < 1e-6);
    }

    [Property(Arbitrary = [typeof(ExampleSet)])]
    public void Compute_ExamplesInAnotherOrder_GivesTheSameScores(ExampleSet set, int seed)
    {
        var (expected, actual) = (Compute(set.CreateSupportSet()), Compute(set.CreateSupportSet(set.Shuffle(seed))));

        actual.SuccessCounts.Should().Equal(expected.SuccessCounts);
        actual.MeanMargins.Should().Equal(expected.MeanMargins, (margin, other) => Math.Abs(margin - other) < 1e-9);
    }

    [Property(Arbitrary = [typeof(ExampleSet)])]
    public void Compute_VectorsInTheFile_GivesTheSameScores(ExampleSet set)
    {
        var expected = Compute(set.CreateSupportSet());
        using var support = set.CreateSupportSet(memoryLimit: 0);
        var actual = Compute(support);

        actual.SuccessCounts.Should().Equal(expected.SuccessCounts);
        actual.MeanMargins.Should().Equal(expected.MeanMargins);
    }

    [Fact]
    public void Compute_ClassesWithoutExamplesBetween_GivesTheSameScoresAsWithout()
    {
        using var dense = CreateSupportSet(TwoHeads, classCount: 2, ([1, 0, 1, 1], 0), ([0, 1, 1, 2], 1), ([2, 1, 1, 0], 0));
        using var sparse = CreateSupportSet(TwoHeads, classCount: 40, ([1, 0, 1, 1], 3), ([0, 1, 1, 2], 38), ([2, 1, 1, 0], 3));

        Compute(sparse).SuccessCounts.Should().Equal(Compute(dense).SuccessCounts);
        Compute(sparse).MeanMargins.Should().Equal(Compute(dense).MeanMargins);
    }

    [Fact]
    public void Compute_EquallyNearClasses_CountsForTheFirst()
    {
        using var support = CreateSupportSet(TwoHeads, classCount: 2, ([1, 1, 1, 0], 0), ([1, 1, 0, 1], 1));

        var scores = Compute(support);

        scores.SuccessCounts.Should().Equal(1, 2);
        scores.MeanMargins.Should().Equal([0, 1], (actual, expected) => Math.Abs(actual - expected) < 1e-6);
    }

    [Fact]
    public void Compute_VectorWithNaN_RanksItsHeadLast()
    {
        using var support = CreateSupportSet(TwoHeads, classCount: 2, ([float.NaN, 0, 1, 0], 0), ([0, 1, 0, 1], 1));

        var scores = Compute(support);

        scores.SuccessCounts[0].Should().BeLessThan(2);
        scores.MeanMargins[0].Should().Be(double.NegativeInfinity);
        scores.SelectBest(2).Should().Equal(1, 0);
    }

    [Fact]
    public void Compute_VectorsOfLengthZero_HaveNoMargin()
    {
        using var support = CreateSupportSet(TwoHeads, classCount: 2, ([0, 0, 1, 0], 0), ([0, 0, 0, 1], 1));

        Compute(support).MeanMargins[0].Should().Be(0);
    }

    [Fact]
    public void Compute_MeansWithoutTheClassOfAnExample_NeverCountsIt()
    {
        using var support = CreateSupportSet(TwoHeads, classCount: 2, ([1, 0, 1, 0], 0), ([0, 1, 0, 1], 1));

        HeadScores.Compute(support, new ClassMeans(TwoHeads, [[1, 0, 1, 0], [0, 0, 0, 0]], [1, 0])).SuccessCounts.Should().Equal(1, 1);
    }

    [Fact]
    public void Compute_MeansOfOtherHeadsOrClasses_Throws()
    {
        using var support = CreateSupportSet(TwoHeads, classCount: 2, ([1, 0, 1, 0], 0));

        FluentActions.Invoking(() => HeadScores.Compute(support, new ClassMeans(TwoHeads, [[1, 0, 1, 0]], [1]))).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => HeadScores.Compute(support, new ClassMeans(FeatureLayout.CreateUniform(1, 1, 1), [[1], [1]], [1, 1])))
            .Should().Throw<ArgumentException>();
    }

    [Fact]
    public void SelectBest_EqualSuccessCounts_PrefersTheGreaterMargin()
    {
        // Both heads separate the classes, the second more clearly.
        using var support = CreateSupportSet(TwoHeads, classCount: 2, ([1, 0.9f, 1, 0], 0), ([0.9f, 1, 0, 1], 1));

        Compute(support).SelectBest(2).Should().Equal(1, 0);
    }

    [Fact]
    public void SelectBest_EqualScores_PrefersTheLowerLayerThenTheLowerIndex()
    {
        FeatureLayout layout = new([new Feature(1, 1, 1), new Feature(0, 1, 1), new Feature(1, 0, 1), new Feature(0, 0, 1)]);
        using var support = CreateSupportSet(layout, classCount: 2, ([1, 1, 1, 1], 0), ([-1, -1, -1, -1], 1));

        Compute(support).SelectBest(4).Should().Equal(3, 1, 2, 0);
    }

    private static HeadScores Compute(SupportSet support) => HeadScores.Compute(support, support.ComputeClassMeans());

    private static SupportSet CreateSupportSet(FeatureLayout layout, int classCount, params (float[] Vectors, int Class)[] examples)
    {
        var support = new SupportSet(layout, classCount);
        foreach (var (vectors, classIndex) in examples)
            support.Add(vectors, classIndex);
        return support;
    }

    private static (int SuccessCount, double MeanMargin) ComputeOneByOne(float[][] examples, ClassMeans means, int position)
    {
        var cosines = new float[ClassCount];
        var (successCount, margins) = (0, 0.0);
        foreach (var (i, vectors) in examples.Index())
        {
            means.ComputeCosines(position, Layout.Slice(vectors, position), cosines);
            var greatestOther = cosines.Where((_, c) => c != i % ClassCount).Max();
            successCount += cosines[i % ClassCount] > greatestOther ? 1 : 0;
            margins += cosines[i % ClassCount] - greatestOther;
        }
        return (successCount, margins / examples.Length);
    }

    // Eighths, which half precision keeps exactly.
    private static float[][] CreateExamples(int count)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, Layout.VectorLength).Select(_ => random.Next(-64, 64) / 8f).ToArray())];
    }
}
