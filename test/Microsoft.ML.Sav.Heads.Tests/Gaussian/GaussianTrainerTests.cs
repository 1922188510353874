using Microsoft.ML.Sav.Heads.Gaussian;

namespace Microsoft.ML.Sav.Heads.Tests.Gaussian;

public class GaussianTrainerTests
{
    private static readonly FeatureLayout AllKinds = new([
        .. Enumerable.Range(0, 12).Select(i => new Feature(FeatureKind.LastToken, i / 4, i % 4, 16)),
        .. Enumerable.Range(0, 12).Select(i => new Feature(FeatureKind.TokenMean, i / 4, i % 4, 16)),
        new Feature(FeatureKind.VisionEncoder, 0, 0, 200),
        new Feature(FeatureKind.Projector, 0, 0, 100),
    ]);

    [Fact]
    public void Train_FeaturesOfDifferentStrength_KeepsTheBestHeads()
    {
        var examples = SyntheticExamples.Create(AllKinds, [20, 20, 20], strengthPerFeature: position => position is 2 or 5 or 7 ? 0.6 : 0.02);

        var trained = Train(ClassifierKind.GaussianHeads, examples, headCount: 3);

        trained.Classifier.Layout.Should().BeEquivalentTo([AllKinds[2], AllKinds[5], AllKinds[7]]);
        trained.Report.Features.Select(feature => feature.Score).Should().BeInDescendingOrder();
        trained.Report.Experts.Should().ContainSingle().Which.Kind.Should().Be(FeatureKind.LastToken);
    }

    [Fact]
    public void Train_OnlyTheVisionEncoderIsInformative_MostlyUsesNothingElse()
    {
        var layouts = Enumerable.Range(1, 10).Select(seed => Train(
            ClassifierKind.Auto, SyntheticExamples.Create(AllKinds, [5, 5, 5, 5], strengthPerFeature: position => position == 24 ? 0.5 : 0, seed: seed), headCount: 5).Classifier.Layout).ToArray();

        layouts.Should().OnlyContain(layout => layout[0] == AllKinds[24]);
        // By chance, noise lowers the loss by more than one standard error now and then.
        layouts.Count(layout => layout.Count == 1).Should().BeGreaterThanOrEqualTo(6);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(20)]
    public void Train_Auto_IsCalibratedOnNewExamples(int shots)
    {
        var seeds = Enumerable.Range(1, 5).Select(seed =>
        {
            var trained = Train(ClassifierKind.Auto, Create(seed, shots, draw: 0), headCount: 5);
            return (Training: trained.Report.LeaveOneOut!, Test: Create(seed, shots: 100, draw: 1).Measure(trained.Classifier));
        }).ToArray();

        seeds.Average(seed => seed.Test.CalibrationError).Should().BeLessThan(shots == 20 ? 0.06 : 0.13);
        seeds.Average(seed => seed.Training.Accuracy).Should().BeApproximately(seeds.Average(seed => seed.Test.Accuracy), 0.06);
        seeds.Average(seed => seed.Training.LogLoss).Should().BeApproximately(seeds.Average(seed => seed.Test.LogLoss), 0.2);

        static SyntheticExamples Create(int seed, int shots, int draw) => SyntheticExamples.Create(
            AllKinds, [.. Enumerable.Repeat(shots, 6)], strengthPerFeature: position => position < 24 ? 0.02 * (position % 12) : 0.12, seed: seed, draw: draw);
    }

    [Fact]
    public void Train_OneExamplePerClass_PredictsItsTwinAndIsNotCertainOfOthers()
    {
        var examples = SyntheticExamples.Create(AllKinds, [1, 1, 1, 1, 1], strength: 0.5);

        var trained = Train(ClassifierKind.Auto, examples, headCount: 5);

        examples.MeasureAccuracy(trained.Classifier).Should().Be(1);
        SyntheticExamples.Create(AllKinds, [10, 10, 10, 10, 10], strength: 0.5, draw: 1).MeasureAccuracy(trained.Classifier).Should().BeGreaterThan(0.7);
        trained.Report.Experts.Should().HaveCount(4).And.OnlyContain(expert => expert.Shrinkage == 1 && expert.LeaveOneOut == null);
        trained.Report.Experts.Where(expert => expert.Weight > 0).Should().ContainSingle().Which.Kind.Should().Be(FeatureKind.VisionEncoder);
        trained.Report.LeaveOneOut.Should().BeNull();
        trained.LeaveOneOutScores.Should().HaveCount(5).And.OnlyContain(scores => scores.Length == 0);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(2)]
    public void Train_OneExamplePerClassAndSomeOfTheSameImage_DecidesByHeads(int countOfTheSame)
    {
        var examples = SyntheticExamples.Create(AllKinds, [1, 1, 1], strength: 0.5).WithVectors((vector, example) =>
            example < countOfTheSame ? [.. vector.Take(24 * 16), .. Enumerable.Range(0, 300).Select(i => (float)Math.Sin(i))] : vector);

        var trained = Train(ClassifierKind.Auto, examples, headCount: 5);

        examples.MeasureAccuracy(trained.Classifier).Should().Be(1);
        trained.Report.Features.Should().OnlyContain(feature => feature.Feature.Kind == FeatureKind.TokenMean);
    }

    [Fact]
    public void Train_SomeClassesWithOneExample_ScoresTheOthersOnly()
    {
        var examples = SyntheticExamples.Create(AllKinds, [4, 1, 4, 1], strength: 0.6);

        var trained = Train(ClassifierKind.Auto, examples, headCount: 5);

        trained.LeaveOneOutScores!.Select(scores => scores.Length)
            .Should().Equal(Enumerable.Range(0, 10).Select(i => examples.GetClass(i) is 1 or 3 ? 0 : 4));
        examples.MeasureAccuracy(trained.Classifier).Should().Be(1);
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(2, 1)]
    [InlineData(200, 3)]
    public void Train_TwoClassesOfAnySize_PredictsNewExamples(int first, int second)
    {
        var trained = Train(ClassifierKind.Auto, SyntheticExamples.Create(AllKinds, [first, second], strength: 0.7), headCount: 5);

        SyntheticExamples.Create(AllKinds, [50, 50], strength: 0.7, draw: 1).MeasureAccuracy(trained.Classifier).Should().BeGreaterThan(0.9);
    }

    [Fact]
    public void Train_ClassesWithoutExamples_ScoreZero()
    {
        var examples = SyntheticExamples.Create(AllKinds, [0, 5, 0, 5, 5, 0], strength: 0.7);

        var trained = Train(ClassifierKind.Auto, examples, headCount: 5);

        var scores = examples.Score(trained.Classifier, example: 0);
        scores.Should().HaveCount(6);
        new[] { scores[0], scores[2], scores[5] }.Should().Equal(0, 0, 0);
        scores.Sum().Should().BeApproximately(1, 1e-5f);
        examples.MeasureAccuracy(trained.Classifier).Should().Be(1);
        trained.LeaveOneOutScores.Should().OnlyContain(row => row.Length == 6 && row[0] == 0);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(3f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Train_ConstantHeads_AreNeverKept(float constant)
    {
        var random = SyntheticExamples.Create(AllKinds, [4, 4, 4], strength: 0);
        var examples = random.WithVectors((vector, _) =>
        {
            vector = [.. vector];
            vector.AsSpan(0, 9 * 16).Fill(constant);
            return vector;
        });

        var trained = Train(ClassifierKind.GaussianHeads, examples, headCount: 20);

        trained.Classifier.Layout.Should().BeEquivalentTo(AllKinds.Skip(9).Take(3));
        examples.Score(trained.Classifier, example: 0).Should().OnlyContain(score => float.IsFinite(score));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Train_AllExamplesEqual_ScoresAllClassesAlike(int shots)
    {
        var examples = SyntheticExamples.Create(AllKinds, [shots, shots, 0]).WithVectors((vector, _) => [.. Enumerable.Repeat(1f, vector.Length)]);

        var trained = Train(ClassifierKind.Auto, examples, headCount: 5);

        examples.Score(trained.Classifier, example: 0).Should().Equal(0.5f, 0.5f, 0);
    }

    [Fact]
    public void Train_EachClassRepeatsOneRow_PredictsEveryRow()
    {
        var one = SyntheticExamples.Create(AllKinds, [1, 1, 1]);

        var examples = one.Reorder([0, 1, 2, 0, 1, 2, 0, 1, 2]);

        examples.MeasureAccuracy(Train(ClassifierKind.Auto, examples, headCount: 5).Classifier).Should().Be(1);
    }

    [Fact]
    public void Train_NoDifferenceBetweenClasses_IsNotConfident()
    {
        var confidences = Enumerable.Range(1, 5).Select(seed =>
        {
            var trained = Train(ClassifierKind.Auto, SyntheticExamples.Create(AllKinds, [40, 40], strength: 0, seed: seed), headCount: 5);
            var other = SyntheticExamples.Create(AllKinds, [50, 50], strength: 0, seed: seed, draw: 1);
            return Enumerable.Range(0, other.Count).Average(i => other.Score(trained.Classifier, i).Max());
        });

        // Some seeds find a difference by chance.
        confidences.Average().Should().BeInRange(0.5f, 0.7f);
    }

    [Fact]
    public void Train_OneThreadOrMany_GivesTheSameBits()
    {
        // More examples than a block of the stack's loss.
        var examples = SyntheticExamples.Create(AllKinds, [100, 100, 100], strength: 0.1);

        var results = new[] { 1, 8, 8 }.Select(threads => (LinearClassifier)GaussianTrainer.Train(
            ClassifierKind.Auto, examples, headCount: 5, new ParallelOptions { MaxDegreeOfParallelism = threads }).Classifier);

        results.Select(result => string.Join(' ', result.Biases.ToArray().Concat(result.GetWeights(1).ToArray()))).Distinct().Should().ContainSingle();
    }

    [Fact]
    public void Train_ExamplesInAnotherOrder_GivesTheSameClassifier()
    {
        var examples = SyntheticExamples.Create(AllKinds, [8, 9, 10], strength: 0.3);
        var order = Enumerable.Range(0, examples.Count).ToArray();
        new Random(3).Shuffle(order);

        var expected = (LinearClassifier)Train(ClassifierKind.Auto, examples, headCount: 5).Classifier;
        var actual = (LinearClassifier)Train(ClassifierKind.Auto, examples.Reorder(order), headCount: 5).Classifier;

        actual.Layout.Should().Equal(expected.Layout);
        actual.GetWeights(0).ToArray().Should().Equal(expected.GetWeights(0).ToArray(), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void Train_Cancelled_Throws()
    {
        var examples = SyntheticExamples.Create(AllKinds, [3, 3]);

        FluentActions.Invoking(() => GaussianTrainer.Train(ClassifierKind.Auto, examples, 5, new ParallelOptions { CancellationToken = new CancellationToken(canceled: true) }))
            .Should().Throw<OperationCanceledException>();
    }

    [Fact]
    public void Train_OneClassOnly_Throws()
    {
        var examples = SyntheticExamples.Create(AllKinds, [3, 0]);

        FluentActions.Invoking(() => Train(ClassifierKind.Auto, examples, 5)).Should().Throw<ArgumentException>().WithMessage("*two classes*1*");
    }

    [Fact]
    public void Train_NoHeadsAtTheLastToken_Throws()
    {
        var examples = SyntheticExamples.Create(AllKinds.Subset([24, 25]), [3, 3]);

        FluentActions.Invoking(() => Train(ClassifierKind.GaussianHeads, examples, 5)).Should().Throw<ArgumentException>().WithMessage("*LastToken*");
    }

    private static TrainedClassifier Train(ClassifierKind kind, SyntheticExamples examples, int headCount) =>
        GaussianTrainer.Train(kind, examples, headCount);
}
