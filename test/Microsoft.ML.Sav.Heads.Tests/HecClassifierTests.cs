namespace Microsoft.ML.Sav.Heads.Tests;

public class HecClassifierTests
{
    private static readonly FeatureLayout TwoHeads = FeatureLayout.CreateUniform(layers: 1, heads: 2, headSize: 2);

    [Fact]
    public void Score_TwoHeads_AveragesTheirSoftmax()
    {
        var classifier = new HecClassifier(TwoHeads, [[1, 0, 0, 0], [0, 1, 0, 0], [9, 9, 9, 9]], [[0, 1], [0.5f, 0], [9, 9]], [2, 1, 0]);

        // Vectors of length 1: (.6, .8) and (0, 1). Logits: .6 and 1.3 at the first head, 1 and 0 at the second.
        var expected = ((1 / (1 + Math.Exp(0.7))) + (1 / (1 + Math.Exp(-1)))) / 2;

        Score(classifier, [3, 4, 0, 7]).Should().Equal([(float)expected, (float)(1 - expected), 0], (a, e) => MathF.Abs(a - e) < 1e-6f);
        Score(classifier, [3000, 4000, 0, 1e-3f]).Should().Equal(Score(classifier, [3, 4, 0, 7]), (a, e) => MathF.Abs(a - e) < 1e-6f);
    }

    [Fact]
    public void Score_VectorWithoutLength_LeavesTheBias()
    {
        var classifier = new HecClassifier(TwoHeads, [[1, 0, 1, 0], [0, 1, 0, 1]], [[0, 0], [MathF.Log(3), MathF.Log(3)]], [1, 3]);

        Score(classifier, [0, 0, 0, 0]).Should().Equal([0.25f, 0.75f], (a, e) => MathF.Abs(a - e) < 1e-6f);
    }

    [Fact]
    public void Score_HeadWithNaN_DoesNotCount()
    {
        var classifier = new HecClassifier(TwoHeads, [[1, 0, 1, 0], [0, 1, 0, 1]], [[0, 0], [0, 0]], [1, 1]);

        Score(classifier, [float.NaN, 0, 5, 0])[0].Should().BeApproximately((float)(1 / (1 + Math.Exp(-1))), 1e-6f);
        Score(classifier, [float.NaN, 0, 5, float.NaN]).Should().Equal(0, 0);
    }

    [Fact]
    public void Create_ValuesThatDoNotFit_Throws()
    {
        float[][] weights = [[1, 0, 1, 0], [0, 1, 0, 1]];
        float[][] biases = [[0, 0], [0, 0]];

        FluentActions.Invoking(() => new HecClassifier(TwoHeads, [[1, 0, 1, 0], [0]], biases, [1, 1])).Should().Throw<ArgumentException>().WithMessage("*4 floats*2 classes*weights*");
        FluentActions.Invoking(() => new HecClassifier(TwoHeads, weights, [[0, 0]], [1, 1])).Should().Throw<ArgumentException>().WithMessage("*2 floats*2 classes*biases*");
        FluentActions.Invoking(() => new HecClassifier(TwoHeads, weights, [[0, float.NaN], [0, 0]], [1, 1])).Should().Throw<ArgumentException>().WithMessage("*finite*biases*");
        FluentActions.Invoking(() => new HecClassifier(TwoHeads, weights, biases, [0, 0])).Should().Throw<ArgumentException>().WithMessage("*at least one class*");
        FluentActions.Invoking(() => new HecClassifier(TwoHeads, weights, biases, [-1, 2])).Should().Throw<ArgumentException>().WithMessage("*at least 0*");
    }

    [Fact]
    public void Score_VectorsOfAnotherLength_Throws() =>
        FluentActions.Invoking(() => Score(new HecClassifier(TwoHeads, [[1, 0, 1, 0]], [[0, 0]], [1]), [1, 2, 3])).Should().Throw<ArgumentException>().WithMessage("*4*3*");

    private static float[] Score(HecClassifier classifier, float[] vectors)
    {
        var scores = new float[classifier.ClassCount];
        classifier.Score(vectors, scores);
        return scores;
    }
}
