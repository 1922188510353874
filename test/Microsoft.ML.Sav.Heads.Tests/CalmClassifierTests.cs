namespace Microsoft.ML.Sav.Heads.Tests;

public class CalmClassifierTests
{
    private static readonly FeatureLayout TwoHeads = FeatureLayout.CreateUniform(layers: 1, heads: 2, headSize: 2);
    private static readonly ClassMeans Means = new(TwoHeads, [[1, 0, 1, 0], [0, 2, 0, 2], [0, 0, 0, 0]], [3, 1, 0]);

    [Fact]
    public void Score_TwoHeads_WeighsTheirProbabilitiesPerClass()
    {
        var classifier = new CalmClassifier(Means, [[0.25f, 1, 0], [0.75f, 0, 0]], temperature: 0.5);

        // Cosines: .6 and .8 at the first head, 1 and 0 at the second.
        var first = 1 / (1 + Math.Exp((0.8 - 0.6) / 0.5));
        var second = 1 / (1 + Math.Exp(-1 / 0.5));
        double[] sums = [(0.25 * first) + (0.75 * second), 1 - first, 0];

        Score(classifier, [3, 4, 7, 0]).Should().Equal([.. sums.Select(sum => (float)(sum / sums.Sum()))], (a, e) => MathF.Abs(a - e) < 1e-6f);
        classifier.Predict([3, 4, 7, 0]).Should().Be(Array.IndexOf(sums, sums.Max()));
    }

    [Fact]
    public void Score_HeadWithNaN_DoesNotCount()
    {
        var classifier = new CalmClassifier(Means, [[0.5f, 0.5f, 0], [0.5f, 0.5f, 0]]);

        Score(classifier, [float.NaN, 0, 0, 1])[1].Should().BeApproximately(1, 1e-5f);
        Score(classifier, [float.NaN, 0, 0, float.NaN]).Should().Equal(0, 0, 0);
    }

    [Fact]
    public void Create_WeightsThatDoNotFit_Throws()
    {
        FluentActions.Invoking(() => new CalmClassifier(Means, [[1, 1, 0]])).Should().Throw<ArgumentException>().WithMessage("*2 heads and 3 classes*");
        FluentActions.Invoking(() => new CalmClassifier(Means, [[1, 1, 0], [1, 1]])).Should().Throw<ArgumentException>().WithMessage("*2 heads and 3 classes*");
        FluentActions.Invoking(() => new CalmClassifier(Means, [[1, 1, 0], [1, -1, 0]])).Should().Throw<ArgumentException>().WithMessage("*-1*L0.H1*class 1*");
        FluentActions.Invoking(() => new CalmClassifier(Means, [[1, float.NaN, 0], [1, 1, 0]])).Should().Throw<ArgumentException>().WithMessage("*NaN*L0.H0*class 1*");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void Create_TemperatureNotPositive_Throws(double temperature) =>
        FluentActions.Invoking(() => new CalmClassifier(Means, [[1, 1, 0], [0, 0, 0]], temperature)).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void Score_VectorsOfAnotherLength_Throws() =>
        FluentActions.Invoking(() => Score(new CalmClassifier(Means, [[1, 1, 0], [0, 0, 0]]), [1, 2, 3])).Should().Throw<ArgumentException>().WithMessage("*4*3*");

    private static float[] Score(CalmClassifier classifier, float[] vectors)
    {
        var scores = new float[classifier.ClassCount];
        classifier.Score(vectors, scores);
        return scores;
    }
}
