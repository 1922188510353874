using Microsoft.ML.Sav.Heads.Calm;
using Microsoft.ML.Sav.Heads.Gaussian;
using Microsoft.ML.Sav.Heads.Hec;

namespace Microsoft.ML.Sav.Heads.Tests;

public class ClassifierTrainerTests
{
    private static readonly ClassifierOptions OneHead = new() { Kind = ClassifierKind.SparseAttentionVectors, HeadCount = 1 };
    private static readonly ClassifierOptions BothHeads = OneHead with { HeadCount = 2 };
    private static readonly FeatureLayout TwoHeads = FeatureLayout.CreateUniform(layers: 1, heads: 2, headSize: 2);

    [Fact]
    public void Train_HeadThatSeparatesAndHeadThatDoesNot_KeepsTheFormer()
    {
        using var support = CreateSupportSet(([1, 1, 1, 0], 0), ([1, 1, 0, 1], 1), ([1, 1, 1, 0], 0), ([1, 1, 0, 1], 1));

        var (classifier, report) = ClassifierTrainer.Train(support, OneHead);

        classifier.Layout.Should().Equal(new Feature(0, 1, 2));
        classifier.Should().BeOfType<SavClassifier>().Which.Means.GetMean(1).ToArray().Should().Equal(0, 1);
        report.Features.Should().Equal(new FeatureScore(new Feature(0, 1, 2), 4));
    }

    [Fact]
    public void Train_FeaturesOfOtherKinds_VotesOfHeadsAtTheLastTokenAlone()
    {
        FeatureLayout layout = new([new Feature(FeatureKind.VisionEncoder, 0, 0, 2), new Feature(0, 0, 2), new Feature(FeatureKind.TokenMean, 0, 0, 2)]);
        using var support = new SupportSet(layout, classCount: 2);
        support.Add([1, 0, 1, 2, 1, 0], 0);
        support.Add([0, 1, 2, 1, 0, 1], 1);

        ClassifierTrainer.Train(support, OneHead).Classifier.Layout.Should().Equal(new Feature(0, 0, 2));

        support.Invoking(examples => ClassifierTrainer.Train(examples, BothHeads)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Theory]
    [InlineData(VoteTieRule.FirstVoted)]
    [InlineData(VoteTieRule.MeanCosine)]
    public void Train_TieRule_IsTheClassifiers(VoteTieRule tieRule)
    {
        using var support = CreateSupportSet(([1, 0, 1, 1], 0), ([0, 1, 1, 1], 1));

        var trained = ClassifierTrainer.Train(support, BothHeads with { TieRule = tieRule });

        trained.Classifier.Should().BeOfType<SavClassifier>().Which.TieRule.Should().Be(tieRule);
        trained.WithFeatureCount(1).Classifier.Should().BeOfType<SavClassifier>().Which.TieRule.Should().Be(tieRule);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Train_HeadCountOutOfRange_Throws(int headCount)
    {
        using var support = CreateSupportSet(([1, 0, 1, 1], 0), ([0, 1, 1, 1], 1));

        support.Invoking(examples => ClassifierTrainer.Train(examples, OneHead with { HeadCount = headCount })).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Train_UnknownKind_Throws()
    {
        using var support = CreateSupportSet(([1, 0, 1, 1], 0), ([0, 1, 1, 1], 1));

        support.Invoking(examples => ClassifierTrainer.Train(examples, OneHead with { Kind = (ClassifierKind)99 })).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Train_OneClassOnly_Throws()
    {
        using var support = CreateSupportSet(([1, 0, 1, 1], 0), ([0, 1, 1, 1], 0));

        support.Invoking(examples => ClassifierTrainer.Train(examples, OneHead)).Should().Throw<ArgumentException>().WithParameterName("support");
    }

    [Fact]
    public void Train_DistantClasses_TakesMemoryForClassesWithExamplesOnly()
    {
        // 65,536 classes of 10,000 floats would be 5.2 GB of sums alone.
        var layout = FeatureLayout.CreateUniform(layers: 1, heads: 100, headSize: 100);
        using var support = new SupportSet(layout, classCount: 65_536);
        var before = GC.GetAllocatedBytesForCurrentThread();
        support.Add([.. Enumerable.Repeat(1f, layout.VectorLength)], 0);
        support.Add([.. Enumerable.Repeat(-1f, layout.VectorLength)], 65_535);

        var trained = ClassifierTrainer.Train(support, OneHead with { HeadCount = 20 });

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(32 << 20);
        trained.Report.Features.Should().OnlyContain(feature => feature.Score == 2).And.HaveCount(20);
    }

    [Fact]
    public void WithFeatureCount_One_KeepsTheBestHeadAndItsClassMeans()
    {
        using var support = CreateSupportSet(([1, 0, 1, 1], 0), ([0, 1, 1, 1], 1));

        var best = ClassifierTrainer.Train(support, BothHeads).WithFeatureCount(1);

        best.Classifier.Layout.Should().Equal(new Feature(0, 0, 2));
        best.Classifier.Should().BeOfType<SavClassifier>().Which.Means.GetMean(1).ToArray().Should().Equal(0, 1);
        best.Report.Features.Should().Equal(new FeatureScore(new Feature(0, 0, 2), 2));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void WithFeatureCount_OutOfRange_Throws(int count)
    {
        using var support = CreateSupportSet(([1, 0, 1, 1], 0), ([0, 1, 1, 1], 1));

        ClassifierTrainer.Train(support, BothHeads).Invoking(trained => trained.WithFeatureCount(count)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Theory]
    [InlineData(ClassifierKind.Auto)]
    [InlineData(ClassifierKind.GaussianHeads)]
    [InlineData(ClassifierKind.SparseAttentionVectors)]
    [InlineData(ClassifierKind.Calm)]
    [InlineData(ClassifierKind.Hec)]
    public void Train_Cancelled_Throws(ClassifierKind kind)
    {
        using var support = CreateSupportSet(([1, 0, 1, 1], 0), ([0, 1, 1, 1], 1), ([1, 0, 1, 0], 0), ([0, 1, 0, 1], 1));

        support.Invoking(examples => ClassifierTrainer.Train(examples, new ClassifierOptions { Kind = kind, HeadCount = 1 }, new CancellationToken(canceled: true)))
            .Should().Throw<OperationCanceledException>();
    }

    [Theory]
    [InlineData(ClassifierKind.Auto)]
    [InlineData(ClassifierKind.Calm)]
    [InlineData(ClassifierKind.Hec)]
    public void Train_CancelledWhileItRuns_ReadsFewMoreFeatures(ClassifierKind kind)
    {
        using var source = new CancellationTokenSource();
        var examples = new CancellingExamples(source);
        var parallel = new ParallelOptions { CancellationToken = source.Token, MaxDegreeOfParallelism = 2 };

        FluentActions.Invoking(() => kind switch
        {
            ClassifierKind.Calm => CalmTrainer.Train(examples, parallel: parallel),
            ClassifierKind.Hec => HecTrainer.Train(examples, headCount: 1, parallel),
            _ => GaussianTrainer.Train(kind, examples, headCount: 1, parallel),
        }).Should().Throw<OperationCanceledException>();

        examples.ReadCount.Should().BeLessThan(CancellingExamples.CancelsAt + 20);
    }

    [Theory]
    [InlineData(ClassifierKind.Auto)]
    [InlineData(ClassifierKind.GaussianHeads)]
    [InlineData(ClassifierKind.SparseAttentionVectors)]
    [InlineData(ClassifierKind.Calm)]
    [InlineData(ClassifierKind.Hec)]
    public void Train_OneThreadOrMany_GivesTheSameBits(ClassifierKind kind)
    {
        var random = new Random(1);
        using var support = new SupportSet(FeatureLayout.CreateUniform(layers: 6, heads: 20, headSize: 8), classCount: 4);
        float[] CreateVectors() => [.. Enumerable.Range(0, support.Layout.VectorLength).Select(_ => random.NextSingle() - 0.5f)];
        for (var i = 0; i < 60; i++)
            support.Add(CreateVectors(), i % 4);
        var query = CreateVectors();

        var (one, many) = (Train(1), Train(16));

        many.Report.Features.Should().Equal(one.Report.Features);
        Score(many).Should().Equal(Score(one));

        TrainedClassifier Train(int threads)
        {
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads };
            return kind switch
            {
                ClassifierKind.SparseAttentionVectors => SavTraining.Train(support, headCount: 5, VoteTieRule.MeanCosine, parallel),
                ClassifierKind.Calm => CalmTrainer.Train(support, parallel: parallel),
                ClassifierKind.Hec => HecTrainer.Train(support, headCount: 5, parallel),
                _ => GaussianTrainer.Train(kind, support, headCount: 5, parallel),
            };
        }

        float[] Score(TrainedClassifier trained)
        {
            var scores = new float[4];
            trained.Classifier.Score(support.Layout.Gather(query, [.. trained.Classifier.Layout.Select(support.Layout.FindPosition)]), scores);
            return scores;
        }
    }

    private static SupportSet CreateSupportSet(params (float[] Vectors, int Class)[] examples)
    {
        var support = new SupportSet(TwoHeads, classCount: 2);
        foreach (var (vectors, classIndex) in examples)
            support.Add(vectors, classIndex);
        return support;
    }

    /// <summary>Examples of a thousand heads that cancel a token when the tenth is read.</summary>
    private sealed class CancellingExamples(CancellationTokenSource source) : ILabelledExamples
    {
        public const int CancelsAt = 10;
        private readonly Random _random = new(1);
        private int _readCount;

        public int ReadCount => _readCount;

        public FeatureLayout Layout { get; } = FeatureLayout.CreateUniform(layers: 10, heads: 100, headSize: 4);

        public int ClassCount => 2;

        public int Count => 6;

        public int GetClass(int example) => example % 2;

        public ClassMeans ComputeClassMeans() => new(Layout, [CreateValues(Layout.VectorLength), CreateValues(Layout.VectorLength)], [3, 3]);

        public float[] ReadFeature(int position)
        {
            // Other threads wait until cancellation is complete: the one that cancels may be slow.
            lock (_random)
            {
                if (++_readCount >= CancelsAt)
                    source.Cancel();
            }
            return CreateValues(Count * Layout[position].Size);
        }

        private float[] CreateValues(int count)
        {
            lock (_random)
                return [.. Enumerable.Range(0, count).Select(_ => _random.NextSingle())];
        }
    }
}
