using Microsoft.ML.Sav.Heads;
using static Microsoft.ML.Sav.Onnx.Tests.Export.ClassifierNodesRun;

namespace Microsoft.ML.Sav.Onnx.Tests.Export;

/// <summary>The exported nodes compute what <see cref="LinearClassifier.Score"/> computes.</summary>
public class LinearNodesTests
{
    private static readonly FeatureLayout AllKinds = new(
    [
        new(FeatureKind.Projector, 0, 0, 96), new(2, 3, 8), new(FeatureKind.TokenMean, 2, 3, 8), new(FeatureKind.VisionEncoder, 0, 0, 1280), new(0, 1, 4),
    ]);

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    public void Add_FeaturesOfAllKindsAndSizes_ScoresAsTheClassifier(int classes)
    {
        var random = new Random(classes);

        AssertEqualScores(Classifier(AllKinds, random, [.. Enumerable.Repeat(3, classes)]), [.. Enumerable.Range(0, 50).Select(_ => Vectors(random, AllKinds))]);
    }

    [Fact]
    public void Add_ClassesWithoutExamples_ScoreZero()
    {
        var random = new Random(5);

        var scores = AssertEqualScores(Classifier(Layout, random, [0, 2, 0, 1]), [.. Enumerable.Range(0, 20).Select(_ => Vectors(random))]);

        scores.Should().AllSatisfy(row => (row[0], row[2]).Should().Be((0, 0)));
    }

    [Fact]
    public void Add_FeaturesOfNoLength_StayZero()
    {
        var random = new Random(6);
        var half = Vectors(random);
        half.AsSpan(0, Layout[0].Size).Clear();

        AssertEqualScores(Classifier(Layout, random, [1, 1, 1]), [new float[Layout.VectorLength], half, Vectors(random)]);
    }

    [Fact]
    public void Add_LengthsOfManyMagnitudes_DoNotMatter()
    {
        var random = new Random(7);
        var vectors = Vectors(random);

        var scores = AssertEqualScores(Classifier(Layout, random, [1, 1, 1]), [vectors, .. new[] { 1e-12f, 1e-3f, 1e9f }.Select(scale => Array.ConvertAll(vectors, value => value * scale))]);

        scores.Should().AllSatisfy(row => row.Zip(scores[0], (a, e) => Math.Abs(a - e)).Max().Should().BeLessThan(1e-5f));
    }

    // Weights several times as long as vectors, so that classes differ in their probabilities.
    private static LinearClassifier Classifier(FeatureLayout layout, Random random, int[] counts) => new(
        layout, Array.ConvertAll(counts, _ => Array.ConvertAll(Vectors(random, layout), value => 10 * value)), Array.ConvertAll(counts, _ => random.NextSingle()), counts);
}
