using Microsoft.ML.Sav.Heads;
using static Microsoft.ML.Sav.Onnx.Tests.Export.ClassifierNodesRun;

namespace Microsoft.ML.Sav.Onnx.Tests.Export;

/// <summary>The exported nodes compute what <see cref="CalmClassifier.Score"/> computes.</summary>
public class CalmNodesTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    public void Add_RandomVectors_ScoresAsTheClassifier(int classes)
    {
        var random = new Random(classes);

        AssertEqualScores(Classifier(random, [.. Enumerable.Repeat(3, classes)]), [.. Enumerable.Range(0, 50).Select(_ => Vectors(random))]);
    }

    [Fact]
    public void Add_ClassesWithoutExamples_ScoreZero()
    {
        var random = new Random(5);

        var scores = AssertEqualScores(Classifier(random, [0, 2, 0, 1]), [.. Enumerable.Range(0, 20).Select(_ => Vectors(random))]);

        scores.Should().AllSatisfy(row => (row[0], row[2]).Should().Be((0, 0)));
    }

    [Fact]
    public void Add_VectorsOfNoLength_ScoreAsByTheClassifier()
    {
        var random = new Random(6);

        AssertEqualScores(Classifier(random, [1, 1, 1]), [new float[Layout.VectorLength], Vectors(random)]);
    }

    private static CalmClassifier Classifier(Random random, int[] counts)
    {
        var means = new ClassMeans(Layout, Array.ConvertAll(counts, _ => Vectors(random)), counts);
        return new CalmClassifier(means, [.. Layout.Select(_ => Array.ConvertAll(counts, _ => random.NextSingle()))]);
    }
}
