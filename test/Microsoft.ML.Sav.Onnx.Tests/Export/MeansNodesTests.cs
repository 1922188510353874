using Microsoft.ML.Sav.Heads;
using static Microsoft.ML.Sav.Onnx.Tests.Export.ClassifierNodesRun;

namespace Microsoft.ML.Sav.Onnx.Tests.Export;

/// <summary>The exported nodes compute what <see cref="FeatureClassifier.Score"/> of a classifier of class means computes.</summary>
public abstract class MeansNodesTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    public void Add_RandomVectors_ScoresAsTheClassifier(int classes)
    {
        var random = new Random(classes);

        AssertEqualScores(CreateClassifier(random, [.. Enumerable.Repeat(3, classes)]), [.. Enumerable.Range(0, 50).Select(_ => Vectors(random))]);
    }

    [Fact]
    public void Add_ClassesWithoutExamples_ScoreZero()
    {
        var random = new Random(5);

        var scores = AssertEqualScores(CreateClassifier(random, [0, 2, 0, 1]), [.. Enumerable.Range(0, 20).Select(_ => Vectors(random))]);

        scores.Should().AllSatisfy(row => (row[0], row[2]).Should().Be((0, 0)));
    }

    [Fact]
    public void Add_VectorsOfNoLength_ScoreAsByTheClassifier()
    {
        var random = new Random(6);

        AssertEqualScores(CreateClassifier(random, [1, 1, 1]), [new float[Layout.VectorLength], Vectors(random)]);
    }

    /// <summary>Creates a classifier with a number of examples per class.</summary>
    protected abstract FeatureClassifier CreateClassifier(Random random, int[] counts);
}
