using Microsoft.ML.Sav.Heads.Calm;
using Microsoft.ML.Sav.Heads.Tests.Gaussian;

namespace Microsoft.ML.Sav.Heads.Tests.Calm;

public class CalmTrainerTests
{
    private static readonly FeatureLayout TwoHeads = FeatureLayout.CreateUniform(layers: 1, heads: 2, headSize: 2);

    [Fact]
    public void Train_EveryExampleIsTheOnlyOneOfItsClass_WeighsAllHeadsAlike()
    {
        var trained = CalmTrainer.Train(CreateSupportSet(2, ([1, 0, 1, 0], 0), ([0, 1, 1, 0.1f], 1)));

        GetWeights(trained, TwoHeads[0]).Should().Equal(0.5f, 0.5f);
        GetWeights(trained, TwoHeads[1]).Should().Equal(0.5f, 0.5f);
        trained.Report.LeaveOneOut.Should().BeNull();
        trained.LeaveOneOutScores.Should().HaveCount(2).And.AllSatisfy(scores => scores.Should().BeEmpty());
    }

    [Fact]
    public void Train_OneExampleInAClass_WeighsHeadsByReliabilityForTheOtherClassOnly()
    {
        // The first head separates the classes, the second is noise.
        var trained = CalmTrainer.Train(CreateSupportSet(2, ([1, 0, 1, 0], 0), ([1, 0.1f, 0, 1], 0), ([0, 1, 1, 1], 1)));

        GetWeights(trained, TwoHeads[0]).Should().HaveElementAt(1, 0.5f).And.HaveElementAt(0, 1);
        trained.LeaveOneOutScores.Should().HaveCount(3);
        trained.LeaveOneOutScores![2].Should().BeEmpty();
        trained.Report.Features[0].Feature.Should().Be(TwoHeads[0]);
    }

    [Fact]
    public void Train_WithoutSplit_LeavesEachExampleOutOfItsMean()
    {
        // Left out, each example is nearer to the other class. Part of its mean, it would be nearer to its own.
        var support = CreateSupportSet(2, ([1, 0, 1, 0], 0), ([0, 1, 0, 1], 0), ([0.6f, 0.8f, 0.6f, 0.8f], 1), ([0.8f, 0.6f, 0.8f, 0.6f], 1));
        var means = support.ComputeClassMeans();

        var reliability = Reliability.Compute(new HeldOutProbabilities(means, support, CalmClassifier.DefaultTemperature, areInMeans: true), new ParallelOptions());

        reliability.Get(0, 0).Should().Be(0);
    }

    [Fact]
    public void Train_ExampleLeftOut_ItsScoresDoNotKnowItsLabel()
    {
        // Vectors without any relation to the classes: resubstitution is right far more often than every second time.
        var random = new Random(4);
        var layout = FeatureLayout.CreateUniform(4, 10, 16);
        using var support = new SupportSet(layout, 2);
        for (var example = 0; example < 60; example++)
            support.Add([.. Enumerable.Range(0, layout.VectorLength).Select(_ => random.NextSingle() - 0.5f)], example % 2);

        var trained = CalmTrainer.Train(support);

        trained.LeaveOneOutScores.Should().HaveCount(60);
        trained.LeaveOneOutScores!.Index().Average(row => row.Item[row.Index % 2] > 0.5 ? 1 : 0).Should().BeInRange(0.3, 0.6);
        trained.LeaveOneOutScores!.Should().AllSatisfy(row => row.Sum().Should().BeApproximately(1, 1e-5f));
        trained.Report.LeaveOneOut!.Accuracy.Should().BeInRange(0.3, 0.6);
        trained.Report.LeaveOneOut.LogLoss.Should().BeGreaterThan(0.68); // log 2, that of a coin, is 0.69
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Train_ExampleLeftOut_TakesNoPartInTheWeightsOfItsClass(double shrinkage)
    {
        var examples = SyntheticExamples.Create(FeatureLayout.CreateUniform(1, 3, 4), [4, 3, 5, 2], strength: 1.5);
        var reference = new ReferenceLeaveOneOut(examples, shrinkage);
        var support = CreateSupportSet(examples.Layout, 4, [.. examples.Vectors.Select((vector, i) => (vector, examples.GetClass(i)))]);

        var trained = CalmTrainer.Train(support, new CalmOptions { Shrinkage = shrinkage });

        trained.LeaveOneOutScores.Should().HaveCount(14);
        trained.LeaveOneOutScores!.Index().Should().AllSatisfy(row =>
            row.Item.Should().Equal(reference.ComputeScores(row.Index), (score, expected) => Math.Abs(score - expected) < 1e-5));
    }

    [Fact]
    public void Train_OneHeadPerClass_DropsHeadsThatCountForNoClass()
    {
        var support = CreateSupportSet(2, ([1, 0, 1, 0], 0), ([1, 0.1f, 0, 1], 0), ([0, 1, 1, 1], 1), ([0.1f, 1, 1, 0], 1));

        var trained = CalmTrainer.Train(support, new CalmOptions { HeadsPerClass = 1 });

        trained.Classifier.Layout.Should().Equal(TwoHeads[0]);
        trained.Report.Features.Should().ContainSingle().Which.Score.Should().BeInRange(0.5, 1);
    }

    [Fact]
    public void Train_ClassWithoutExamples_ScoresZero()
    {
        var trained = CalmTrainer.Train(CreateSupportSet(3, ([1, 0, 1, 0], 0), ([1, 0.1f, 1, 0], 0), ([0, 1, 0, 1], 2)), new CalmOptions { Shrinkage = 2 });
        var scores = new float[3];

        trained.Classifier.Score([1, 1, 0, 1], scores);

        scores[1].Should().Be(0);
        scores.Sum().Should().BeApproximately(1, 1e-6f);
        GetWeights(trained, TwoHeads[0])[1].Should().Be(0);
    }

    [Fact]
    public void Train_HeadWithNaNOrWithoutLength_IsNotReliable()
    {
        var layout = FeatureLayout.CreateUniform(1, 3, 2);
        var trained = CalmTrainer.Train(CreateSupportSet(
            layout, 2, ([float.NaN, 0, 0, 0, 1, 0], 0), ([1, 0, 0, 0, 1, 0], 0), ([0, 1, 0, 0, 0, 1], 1), ([0, 1, 0, 0, 0, 1], 1)));

        trained.Report.Features[0].Feature.Should().Be(layout[2]);
        GetWeights(trained, layout[2]).Should().Equal(1, 1);
    }

    [Fact]
    public void Train_OtherKindsOfFeatures_UsesHeadsAtTheLastTokenOnly()
    {
        var layout = new FeatureLayout([new(FeatureKind.VisionEncoder, 0, 0, 3), .. TwoHeads, new(FeatureKind.TokenMean, 0, 0, 2)]);
        var support = CreateSupportSet(
            layout, 2, ([9, 9, 9, 1, 0, 1, 0, 9, 9], 0), ([9, 9, 9, 1, 0, 1, 0, 9, 9], 0), ([9, 9, 9, 0, 1, 0, 1, 9, 9], 1), ([9, 9, 9, 0, 1, 0, 1, 9, 9], 1));

        CalmTrainer.Train(support).Classifier.Layout.Should().BeEquivalentTo(TwoHeads);
    }

    [Fact]
    public void Train_ExamplesThatCannotBeUsed_NamesWhatIsMissing()
    {
        FluentActions.Invoking(() => CalmTrainer.Train(CreateSupportSet(3, ([1, 0, 1, 0], 1))))
            .Should().Throw<ArgumentException>().WithMessage("*at least two classes, found 1*");
        FluentActions.Invoking(() => CalmTrainer.Train(CreateSupportSet(new FeatureLayout([new(FeatureKind.Projector, 0, 0, 1)]), 2, ([1], 0), ([2], 1))))
            .Should().Throw<ArgumentException>().WithMessage("*LastToken*none*");
    }

    [Theory]
    [InlineData(0, 0, 0.07)]
    [InlineData(1, -1, 0.07)]
    [InlineData(1, double.NaN, 0.07)]
    [InlineData(1, 0, 0)]
    public void Train_OptionsOutOfRange_Throws(int headsPerClass, double shrinkage, double temperature) =>
        FluentActions.Invoking(() => CalmTrainer.Train(
            CreateSupportSet(2, ([1, 0, 1, 0], 0), ([0, 1, 0, 1], 1)),
            new CalmOptions { HeadsPerClass = headsPerClass, Shrinkage = shrinkage, Temperature = temperature }))
            .Should().Throw<ArgumentOutOfRangeException>();

    private static float[] GetWeights(TrainedClassifier trained, Feature head)
    {
        var classifier = trained.Classifier.Should().BeOfType<CalmClassifier>().Subject;
        return classifier.GetWeights(classifier.Layout.FindPosition(head)).ToArray();
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
