namespace Microsoft.ML.Sav.Heads.Tests;

public class SavClassifierTests
{
    private static readonly FeatureLayout TwoHeads = FeatureLayout.CreateUniform(layers: 1, heads: 2, headSize: 2);

    [Fact]
    public void Predict_EqualVotes_IsSettledByTheTieRule()
    {
        // The first head votes for class 0 by a hair, the second for class 1 clearly.
        var means = new ClassMeans(TwoHeads, [[1, 0.1f, 1, 0], [1, -0.1f, 0, 1]], [1, 1]);
        float[] query = [1, 0.001f, 0, 1];

        new SavClassifier(means, VoteTieRule.FirstVoted).Predict(query).Should().Be(0);
        new SavClassifier(means, VoteTieRule.MeanCosine).Predict(query).Should().Be(1);
    }

    [Theory]
    [InlineData(VoteTieRule.FirstVoted)]
    [InlineData(VoteTieRule.MeanCosine)]
    public void Predict_MoreVotes_WinWhateverTheTieRule(VoteTieRule tieRule)
    {
        var layout = FeatureLayout.CreateUniform(1, 3, 2);
        var means = new ClassMeans(layout, [[1, 0, 1, 0.01f, 1, 0.01f], [0, 1, 1, -0.01f, 1, -0.01f]], [1, 1]);

        // Class 1 has the first head's vote and the greater mean cosine; class 0 has two votes.
        new SavClassifier(means, tieRule).Predict([0, 1, 1, 0.001f, 1, 0.001f]).Should().Be(0);
    }

    [Fact]
    public void Score_FirstVotedRule_SharesHalfAVoteByTheBestVoter()
    {
        var means = new ClassMeans(TwoHeads, [[1, 0, 1, 0], [0, 1, 0, 1], [-1, -1, -1, -1]], [1, 1, 1]);

        // One vote each. Of the half vote, class 1 gets 2 parts for its best voter's rank, class 0 gets 1 part, class 2 none.
        Score(new SavClassifier(means, VoteTieRule.FirstVoted), [0, 1, 1, 0]).Should().Equal(
            [(1 + (0.5f / 3)) / 2.5f, (1 + (1f / 3)) / 2.5f, 0], (actual, expected) => MathF.Abs(actual - expected) < 1e-6f);
    }

    [Fact]
    public void Score_MeanCosineRule_SharesHalfAVoteBySoftmax()
    {
        var means = new ClassMeans(TwoHeads, [[1, 0, 1, 0], [0, 1, 0, 1]], [1, 1]);

        var scores = Score(new SavClassifier(means, VoteTieRule.MeanCosine), [3, 4, 3, 4]);

        var share = 1 / (1 + Math.Exp((0.6 - 0.8) / 0.07));
        scores[1].Should().BeApproximately((float)((2 + (0.5 * share)) / 2.5), 1e-5f);
        scores[0].Should().BeApproximately((float)(0.5 * (1 - share) / 2.5), 1e-5f);
    }

    [Theory]
    [InlineData(VoteTieRule.FirstVoted)]
    [InlineData(VoteTieRule.MeanCosine)]
    public void Score_ClassWithoutExamples_IsZero(VoteTieRule tieRule)
    {
        var means = new ClassMeans(TwoHeads, [[1, 0, 1, 0], [0, 0, 0, 0], [0, 1, 0, 1]], [1, 0, 1]);

        var scores = Score(new SavClassifier(means, tieRule), [-1, -1, -1, -1]);

        scores[1].Should().Be(0);
        scores.Sum().Should().BeApproximately(1, 1e-6f);
    }

    [Fact]
    public void Score_VectorsOfLengthZero_GivesTheFirstClassAllVotes() =>
        Score(new SavClassifier(new ClassMeans(TwoHeads, [[1, 0, 0, 0], [0, 1, 0, 0]], [1, 1])), [0, 0, 0, 0]).Should().Equal(0.9f, 0.1f);

    [Theory]
    [InlineData(VoteTieRule.FirstVoted)]
    [InlineData(VoteTieRule.MeanCosine)]
    public void Score_AllVectorsHaveNaN_IsZeroOrEqualForAll(VoteTieRule tieRule)
    {
        var classifier = new SavClassifier(new ClassMeans(TwoHeads, [[1, 0, 0, 0], [0, 1, 0, 0]], [1, 1]), tieRule);

        Score(classifier, [float.NaN, 0, float.NaN, 0]).Distinct().Should().ContainSingle().Which.Should().BeInRange(0, 0.5f);
    }

    [Fact]
    public void Vote_HeadVectorHasNaN_HeadHasNoVote() =>
        new SavClassifier(new ClassMeans(TwoHeads, [[1, 0, 1, 0], [0, 1, 0, 1]], [1, 1])).Vote([float.NaN, 0, 0, 1]).Should().Equal(-1, 1);

    [Fact]
    public void Predict_VectorsOfAnotherLength_NamesBothLengths()
    {
        var classifier = new SavClassifier(new ClassMeans(TwoHeads, [[1, 0, 1, 0], [0, 1, 0, 1]], [1, 1]));

        classifier.Invoking(it => it.Predict([1, 2, 3])).Should().Throw<ArgumentException>().WithMessage("*4*3*");
        classifier.Invoking(it => it.Vote([1, 2, 3, 4, 5])).Should().Throw<ArgumentException>().WithMessage("*4*5*");
    }

    private static float[] Score(SavClassifier classifier, float[] query)
    {
        var scores = new float[classifier.ClassCount];
        classifier.Score(query, scores);
        return scores;
    }
}
