namespace Microsoft.ML.Sav.Heads.Tests;

public class HeadScoresTests
{
    private const int ClassCount = 5;
    private static readonly HeadLayout Layout = new([new Head(0, 0, 3), new Head(0, 1, 8), new Head(1, 0, 70), new Head(2, 0, 600), new Head(2, 1, 33)]);

    [Theory]
    [InlineData(1, long.MaxValue)]
    [InlineData(300, long.MaxValue)] // more than are compared at a time
    [InlineData(300, 0)] // in the file
    public void Measure_HeadsOfAnySize_EqualsCosinesOneByOne(int examplesAClass, long memoryLimit)
    {
        var examples = Examples(examplesAClass * ClassCount);
        using var support = new SupportSet(Layout, ClassCount, memoryLimit);
        foreach (var (i, vectors) in examples.Index())
            support.Add(vectors, i % ClassCount);
        var means = support.ComputeClassMeans();

        var scores = HeadScores.Measure(support, means);

        var expected = Enumerable.Range(0, Layout.Count).Select(position => OneByOne(examples, means, position)).ToArray();
        scores.SuccessCounts.Should().Equal(expected.Select(score => score.SuccessCount));
        scores.MeanMargins.Should().Equal(expected.Select(score => score.MeanMargin), (actual, exact) => Math.Abs(actual - exact) < 1e-6);
    }

    private static (int SuccessCount, double MeanMargin) OneByOne(float[][] examples, ClassMeans means, int position)
    {
        var cosines = new float[ClassCount];
        var (successCount, margins) = (0, 0.0);
        foreach (var (i, vectors) in examples.Index())
        {
            means.Cosines(position, Layout.Slice(vectors, position), cosines);
            var greatestOther = cosines.Where((_, c) => c != i % ClassCount).Max();
            successCount += cosines[i % ClassCount] > greatestOther ? 1 : 0;
            margins += cosines[i % ClassCount] - greatestOther;
        }
        return (successCount, margins / examples.Length);
    }

    // eighths, which half precision keeps exactly
    private static float[][] Examples(int count)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, Layout.VectorLength).Select(_ => random.Next(-64, 64) / 8f).ToArray())];
    }
}
