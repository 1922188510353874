namespace Microsoft.ML.Sav.Heads.Tests;

public class LinearClassifierTests
{
    private static readonly FeatureLayout Layout = new([new Feature(0, 0, 2), new Feature(FeatureKind.VisionEncoder, 0, 0, 2)]);

    private static readonly LinearClassifier Classifier = new(Layout, [[1, 2, 3, 4], [0, 0, 0, 0], [-1, 0, 0, 1]], [0.5f, 9, -0.5f], [3, 0, 2]);

    [Fact]
    public void Score_AnyVectors_IsTheSoftmaxOfTheLogitsOfVectorsOfLengthOne()
    {
        var scores = new float[3];

        Classifier.Score([3, 4, 0, -5], scores); // (0.6, 0.8), (0, -1)

        var (first, third) = (Math.Exp(0.6 + 1.6 - 4 + 0.5), Math.Exp(-0.6 - 1 - 0.5));
        scores.Should().Equal([(float)(first / (first + third)), 0, (float)(third / (first + third))], (a, b) => Math.Abs(a - b) < 1e-6f);
        Classifier.Predict([3, 4, 0, -5]).Should().Be(0);
    }

    [Fact]
    public void Score_VectorOfZeros_LeavesTheBiases()
    {
        var scores = new float[3];

        Classifier.Score(new float[4], scores);

        scores[0].Should().BeApproximately((float)(Math.E / (1 + Math.E)), 1e-6f);
        scores.Sum().Should().BeApproximately(1, 1e-6f);
    }

    [Fact]
    public void Score_HugeLogits_StaysFinite()
    {
        var classifier = new LinearClassifier(Layout, [[1e30f, 0, 0, 0], [0, 0, 0, 0]], [0, 0], [1, 1]);
        var scores = new float[2];

        classifier.Score([1, 0, 0, 0], scores);

        scores.Should().Equal(1, 0);
    }

    [Fact]
    public void ComputeContributions_AnyVectors_AddUpToTheLogitsWithTheBiases()
    {
        var contributions = Classifier.ComputeContributions([3, 4, 0, -5]);

        contributions.Should().HaveCount(2);
        contributions[0].Should().Equal([2.2f, 0, -0.6f], (a, b) => Math.Abs(a - b) < 1e-6f);
        contributions[1].Should().Equal([-4, 0, -1], (a, b) => Math.Abs(a - b) < 1e-6f);
    }

    [Fact]
    public void Score_WrongLength_Throws()
    {
        FluentActions.Invoking(() => Classifier.Predict(new float[3])).Should().Throw<ArgumentException>().WithMessage("Expected 4 floats*found 3*");
    }

    public static TheoryData<float[][], float[], int[], string> Invalid => new()
    {
        { [[1, 2, 3, 4], [1, 2, 3]], [0, 0], [1, 1], "Expected 4 weights per class, found 3*" },
        { [[1, 2, 3, 4]], [0, 0], [1], "Expected one bias for each of 1 classes, found 2*" },
        { [[1, 2, 3, 4]], [0], [1, 1], "Expected a number of examples for each of 1 classes, found 2*" },
        { [[1, 2, 3, 4]], [0], [-1], "Numbers of examples should be at least 0, found -1*" },
        { [[1, 2, 3, 4]], [0], [0], "At least one class should have examples*" },
        { [], [], [], "At least one class should have examples*" },
        { [[1, 2, float.NaN, 4]], [0], [1], "Weights should be finite*" },
        { [[1, 2, 3, 4]], [float.PositiveInfinity], [1], "Biases should be finite*" },
    };

    [Theory, MemberData(nameof(Invalid))]
    public void Constructor_WrongArguments_Throws(float[][] weights, float[] biases, int[] counts, string message)
    {
        FluentActions.Invoking(() => new LinearClassifier(Layout, weights, biases, counts)).Should().Throw<ArgumentException>().WithMessage(message);
    }
}
