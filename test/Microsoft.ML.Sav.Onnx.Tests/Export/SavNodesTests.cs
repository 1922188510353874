using Microsoft.ML.Sav.Heads;
using static Microsoft.ML.Sav.Onnx.Tests.Export.ClassifierNodesRun;

namespace Microsoft.ML.Sav.Onnx.Tests.Export;

/// <summary>The exported nodes compute what <see cref="SavClassifier.Score"/> computes.</summary>
public class SavNodesTests
{
    [Theory]
    [InlineData(VoteTieRule.MeanCosine, 1)]
    [InlineData(VoteTieRule.MeanCosine, 2)]
    [InlineData(VoteTieRule.MeanCosine, 7)]
    [InlineData(VoteTieRule.FirstVoted, 1)]
    [InlineData(VoteTieRule.FirstVoted, 2)]
    [InlineData(VoteTieRule.FirstVoted, 7)]
    public void Add_RandomVectors_ScoresAsTheClassifier(VoteTieRule rule, int classes)
    {
        var random = new Random(classes);
        var means = Enumerable.Range(0, classes).Select(_ => Vectors(random)).ToArray();
        var classifier = Classifier(means, [.. Enumerable.Repeat(3, classes)], rule);

        AssertEqualScores(classifier, [.. Enumerable.Range(0, 50).Select(_ => Vectors(random))]);
    }

    [Theory]
    [InlineData(VoteTieRule.MeanCosine)]
    [InlineData(VoteTieRule.FirstVoted)]
    public void Add_ClassesWithoutExamples_ScoreZero(VoteTieRule rule)
    {
        var random = new Random(5);
        var means = Enumerable.Range(0, 4).Select(_ => Vectors(random)).ToArray();
        var classifier = Classifier(means, [0, 2, 0, 1], rule);

        var scores = AssertEqualScores(classifier, [.. Enumerable.Range(0, 20).Select(_ => Vectors(random))]);

        scores.Should().AllSatisfy(row => (row[0], row[2]).Should().Be((0, 0)));
    }

    [Theory]
    [InlineData(VoteTieRule.MeanCosine)]
    [InlineData(VoteTieRule.FirstVoted)]
    public void Add_VectorsAndMeansOfNoLength_HaveTheCosineZero(VoteTieRule rule)
    {
        var random = new Random(6);
        var means = new[] { Vectors(random), new float[Layout.VectorLength], Vectors(random) };

        AssertEqualScores(Classifier(means, [1, 1, 1], rule), [new float[Layout.VectorLength], Vectors(random), [.. means[0].Select(value => -value)]]);
    }

    [Theory]
    [InlineData(VoteTieRule.MeanCosine)]
    [InlineData(VoteTieRule.FirstVoted)]
    public void Add_TiedVotes_AreSettledAsByTheClassifier(VoteTieRule rule)
    {
        var random = new Random(7);
        var means = Enumerable.Range(0, 2).Select(_ => Vectors(random)).ToArray();
        // two heads are nearest to each class
        float[] tied = [.. Layout.Slice(means[1], 0), .. Layout.Slice(means[0], 1), .. Layout.Slice(means[1], 2), .. Layout.Slice(means[0], 3)];
        var classifier = Classifier(means, [1, 1], rule);
        classifier.Vote(tied).Should().Equal(1, 0, 1, 0);

        AssertEqualScores(classifier, [tied]);
    }

    private static SavClassifier Classifier(float[][] means, int[] counts, VoteTieRule rule) => new(new ClassMeans(Layout, means, counts), rule);
}
