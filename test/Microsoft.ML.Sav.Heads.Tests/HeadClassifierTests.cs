namespace Microsoft.ML.Sav.Heads.Tests;

public class HeadClassifierTests
{
    private static readonly HeadLayout TwoHeads = HeadLayout.Uniform(layers: 1, heads: 2, headSize: 2);

    [Fact]
    public void Score_EqualVotes_IsSettledByTheTieRule()
    {
        // the first head votes for class 0 by a hair, the second for class 1 clearly
        var means = new ClassMeans(TwoHeads, [[1, 0.1f, 1, 0], [1, -0.1f, 0, 1]], [1, 1]);
        float[] query = [1, 0.001f, 0, 1];

        Score(new HeadClassifier(means, VoteTieRule.FirstVoted), query).Should().BeInDescendingOrder();
        Score(new HeadClassifier(means, VoteTieRule.MeanCosine), query).Should().BeInAscendingOrder();
    }

    [Theory]
    [InlineData(VoteTieRule.FirstVoted)]
    [InlineData(VoteTieRule.MeanCosine)]
    public void Score_MoreVotes_WinWhateverTheTieRuleSays(VoteTieRule tieRule)
    {
        var layout = HeadLayout.Uniform(1, 3, 2);
        var means = new ClassMeans(layout, [[1, 0, 1, 0.01f, 1, 0.01f], [0, 1, 1, -0.01f, 1, -0.01f]], [1, 1]);

        // class 1 has the first head's vote and the greater mean cosine; class 0 has two votes
        Score(new HeadClassifier(means, tieRule), [0, 1, 1, 0.001f, 1, 0.001f]).Should().BeInDescendingOrder();
    }

    [Fact]
    public void Score_ClassWithoutExamples_IsZero()
    {
        var support = new SupportSet(TwoHeads, classCount: 3);
        support.Add([1, 0, 1, 0], 0);
        support.Add([0, 1, 0, 1], 2);

        var scores = Score(HeadSelection.Train(support, 2).Classifier, [-1, -1, -1, -1]);

        scores[1].Should().Be(0);
        scores.Sum().Should().BeApproximately(1, 1e-6f);
    }

    [Fact]
    public void Score_HeadVectorsAreZero_IsFinite() =>
        Score(new HeadClassifier(new ClassMeans(TwoHeads, [[1, 0, 0, 0], [0, 1, 0, 0]], [1, 1])), [0, 0, 0, 0])
            .Should().OnlyContain(score => float.IsFinite(score));

    [Fact]
    public void Votes_HeadVectorIsNotANumber_HeadHasNoVote() =>
        new HeadClassifier(new ClassMeans(TwoHeads, [[1, 0, 1, 0], [0, 1, 0, 1]], [1, 1])).Votes([float.NaN, 0, 0, 1])
            .Should().Equal(-1, 1);

    private static float[] Score(HeadClassifier classifier, float[] query)
    {
        var scores = new float[classifier.ClassCount];
        classifier.Score(query, scores);
        return scores;
    }

}
