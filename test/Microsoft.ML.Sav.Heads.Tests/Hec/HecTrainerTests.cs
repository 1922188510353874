using Microsoft.ML.Sav.Heads.Hec;

namespace Microsoft.ML.Sav.Heads.Tests.Hec;

public class HecTrainerTests
{
    private static readonly FeatureLayout TwoHeads = FeatureLayout.CreateUniform(layers: 1, heads: 2, headSize: 2);

    [Fact]
    public void Train_OneExamplePerClass_PredictsTheNearestByDistance()
    {
        // The scatter within the classes is 0; without a covariance in its place, all classes would tie.
        var classifier = HecTrainer.Train(CreateSupportSet(3, ([1, 0, 1, 0], 0), ([0, 1, 0, 1], 1), ([-1, 0, -1, 0], 2))).Classifier;

        classifier.Predict([2, 0.5f, 1, 0]).Should().Be(0);
        classifier.Predict([0.1f, 3, 0, 1]).Should().Be(1);
        classifier.Predict([-1, 0.1f, -2, 0]).Should().Be(2);
        Score(classifier, [1, 0, 1, 0])[0].Should().BeGreaterThan(0.34f);
    }

    [Fact]
    public void Train_OneExamplePerClass_HasTheCovarianceOfTheSpread()
    {
        var trained = HecTrainer.Train(CreateSupportSet(2, ([1, 0, 1, 0], 0), ([0, 1, 0, 1], 1)));

        // Spread: 2 times 1/2, over N - 1 = 1. P = size / 1 = 2; squared distances 0 and 2, so logits differ by 1/2 * 2 * 2 / 10.
        Score(trained.Classifier, [1, 0, 1, 0])[0].Should().BeApproximately((float)(1 / (1 + Math.Exp(-0.2))), 1e-6f);
        trained.Report.Features.Should().HaveCount(2).And.AllSatisfy(feature => feature.Score.Should().BeApproximately(1 / (1 + Math.Exp(-0.2)), 1e-9));
    }

    [Fact]
    public void Train_ConstantHead_LeavesTheShareOfExamples()
    {
        var trained = HecTrainer.Train(CreateSupportSet(2, ([1, 0, 5, 5], 0), ([0, 1, 5, 5], 1), ([0.2f, 1, 5, 5], 1)), headCount: 2);

        trained.Report.Features.Select(feature => feature.Feature).Should().Equal(TwoHeads[0], TwoHeads[1]);
        var prior = 1 / (1 + Math.Pow(2, 0.1)); // log(1/3) and log(2/3), divided by the temperature 10
        trained.Report.Features[1].Score.Should().BeApproximately((prior + (2 * (1 - prior))) / 3, 1e-9);
    }

    [Fact]
    public void Train_HeadWithNaNOrWithoutLength_SeparatesNothing()
    {
        var layout = FeatureLayout.CreateUniform(1, 3, 2);
        var support = CreateSupportSet(
            layout, 2, ([float.NaN, 0, 0, 0, 1, 0], 0), ([1, 0, 0, 0, 1, 0.1f], 0), ([0, 1, 0, 0, 0, 1], 1), ([0, 1, 0, 0, 0.1f, 1], 1));

        var trained = HecTrainer.Train(support, headCount: 1);

        trained.Classifier.Layout.Should().Equal(layout[2]);
        // No head tells more than the share of examples; an example with a NaN counts 0.
        HecTrainer.Train(support).Report.Features.Skip(1).Should().Equal(new FeatureScore(layout[1], 0.5), new FeatureScore(layout[0], 0.375));
    }

    [Fact]
    public void Train_ClassWithoutExamples_ScoresZero()
    {
        var classifier = HecTrainer.Train(CreateSupportSet(3, ([1, 0, 1, 0], 0), ([1, 0.1f, 1, 0.3f], 0), ([0, 1, 0, 1], 2))).Classifier;

        var scores = Score(classifier, [1, 1, 0, 1]);

        scores[1].Should().Be(0);
        scores.Sum().Should().BeApproximately(1, 1e-6f);
    }

    [Fact]
    public void Train_MoreHeadsAskedForThanThereAre_KeepsAll() =>
        HecTrainer.Train(CreateSupportSet(2, ([1, 0, 1, 0], 0), ([0, 1, 0, 1], 1)), headCount: 20).Classifier.Layout.Should().HaveCount(2);

    [Fact]
    public void Train_NoHeads_Throws() =>
        FluentActions.Invoking(() => HecTrainer.Train(CreateSupportSet(2, ([1, 0, 1, 0], 0), ([0, 1, 0, 1], 1)), headCount: 0))
            .Should().Throw<ArgumentOutOfRangeException>();

    private static float[] Score(FeatureClassifier classifier, float[] vectors)
    {
        var scores = new float[classifier.ClassCount];
        classifier.Score(vectors, scores);
        return scores;
    }

    private static SupportSet CreateSupportSet(int classCount, params (float[] Vectors, int Class)[] examples) =>
        CreateSupportSet(TwoHeads, classCount, examples);

    private static SupportSet CreateSupportSet(FeatureLayout layout, int classCount, params (float[] Vectors, int Class)[] examples)
    {
        var support = new SupportSet(layout, classCount);
        foreach (var (vectors, c) in examples)
            support.Add(vectors, c);
        return support;
    }
}
