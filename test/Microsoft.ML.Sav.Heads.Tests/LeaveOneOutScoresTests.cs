using Microsoft.ML.Sav.Heads.Tests.Gaussian;

namespace Microsoft.ML.Sav.Heads.Tests;

/// <summary>Leave-one-out scores of classifiers that select heads: each equals the score by a classifier that is trained without the example.</summary>
public class LeaveOneOutScoresTests
{
    private static readonly FeatureLayout Layout = new([
        new Feature(FeatureKind.VisionEncoder, 0, 0, 3), .. Enumerable.Range(0, 12).Select(i => new Feature(i / 4, i % 4, i % 2 == 0 ? 5 : 16)), new Feature(FeatureKind.TokenMean, 0, 0, 4)]);

    public static TheoryData<ClassifierKind, VoteTieRule> Classifiers => new()
    {
        { ClassifierKind.SparseAttentionVectors, VoteTieRule.MeanCosine },
        { ClassifierKind.SparseAttentionVectors, VoteTieRule.FirstVoted },
        { ClassifierKind.Hec, default },
    };

    [Theory]
    [MemberData(nameof(Classifiers))]
    public void Train_EveryExample_IsScoredByAClassifierTrainedWithoutIt(ClassifierKind kind, VoteTieRule tieRule)
    {
        var examples = CreateExamples([6, 1, 0, 9, 2, 5]);

        AssertEqualsRefits(examples, kind, tieRule);
    }

    [Theory]
    [MemberData(nameof(Classifiers))]
    public void Train_TwoClassesOfTwoExamples_IsScoredByAClassifierTrainedWithoutIt(ClassifierKind kind, VoteTieRule tieRule) =>
        AssertEqualsRefits(CreateExamples([2, 2]), kind, tieRule);

    [Theory]
    [MemberData(nameof(Classifiers))]
    public void Train_HeadsThatDoNotDiffer_IsScoredByAClassifierTrainedWithoutIt(ClassifierKind kind, VoteTieRule tieRule)
    {
        // The first three heads are all the same, zero, and the same within classes.
        var examples = CreateExamples([5, 4, 5]);
        var (same, zero, perClass) = (Layout.GetOffset(1), Layout.GetOffset(2), Layout.GetOffset(3));
        var changed = examples.WithVectors((vector, i) =>
        {
            var copy = (float[])vector.Clone();
            for (var k = 0; k < 5; k++)
                (copy[same + k], copy[perClass + k]) = (examples.Vectors[0][same + k], examples.Vectors[examples.GetClass(i)][perClass + k]);
            copy.AsSpan(zero, 16).Clear();
            return copy;
        });

        AssertEqualsRefits(changed, kind, tieRule);
    }

    [Theory]
    [InlineData(ClassifierKind.SparseAttentionVectors, 0.08)]
    [InlineData(ClassifierKind.Hec, 0.2)] // Its priors count against the class that lacks an example.
    public void Train_FewHeadsThatTellTheClassesApart_ReportsAboutTheAccuracyOnNewExamples(ClassifierKind kind, double pessimism)
    {
        var layout = FeatureLayout.CreateUniform(layers: 5, heads: 12, headSize: 16);
        SyntheticExamples Create(int draw) => SyntheticExamples.Create(layout, [15, 15, 15, 15], strengthPerFeature: position => position < 6 ? 0.3 : 0, draw: draw);

        var runs = Enumerable.Range(1, 4).Select(draw => Train(Create(draw), kind, default, Enumerable.Range(0, 60))).ToArray();

        var onNew = runs.Average(run => Enumerable.Range(5, 4).Average(draw => Create(draw).MeasureAccuracy(run.Classifier)));
        var onOwn = runs.Index().Average(run => Create(draw: run.Index + 1).MeasureAccuracy(run.Item.Classifier));
        runs.Average(run => run.Report.LeaveOneOut!.Accuracy).Should().BeInRange(onNew - pessimism, onNew + 0.08);
        onOwn.Should().BeGreaterThan(onNew + 0.15);
        runs.Should().AllSatisfy(run => run.Report.RiskCoverageArea.Should().BeInRange(0.01, 1 - run.Report.LeaveOneOut!.Accuracy));
        runs.Should().AllSatisfy(run => run.ConformalPredictor!.Scores.Should().HaveCount(60));
    }

    [Theory]
    [InlineData(ClassifierKind.SparseAttentionVectors)]
    [InlineData(ClassifierKind.Hec)]
    public void Train_OneExamplePerClass_HasNoScores(ClassifierKind kind)
    {
        var trained = Train(CreateExamples([1, 1, 1]), kind, default, [0, 1, 2]);

        trained.LeaveOneOutScores.Should().HaveCount(3).And.OnlyContain(row => row.Length == 0);
        trained.Report.LeaveOneOut.Should().BeNull();
        trained.ConformalPredictor.Should().BeNull();
    }

    [Fact]
    public void Train_TooManyExamples_HasNoScores()
    {
        var examples = SyntheticExamples.Create(new FeatureLayout([new Feature(0, 0, 1000)]), [.. Enumerable.Repeat(2, 200)]);

        LeaveOneOutCost.IsAffordable(examples, comparisons: 100).Should().BeTrue();
        LeaveOneOutCost.IsAffordable(examples, comparisons: 200).Should().BeFalse();
        var trained = Train(examples, ClassifierKind.Hec, default, Enumerable.Range(0, 400), headCount: 1);

        trained.LeaveOneOutScores.Should().BeNull();
        trained.Report.LeaveOneOut.Should().BeNull();
    }

    private static SyntheticExamples CreateExamples(int[] exampleCounts) =>
        SyntheticExamples.Create(Layout, exampleCounts, strengthPerFeature: position => 0.1 * position);

    private static void AssertEqualsRefits(SyntheticExamples examples, ClassifierKind kind, VoteTieRule tieRule)
    {
        var all = Enumerable.Range(0, examples.Count).ToArray();
        var actual = Train(examples, kind, tieRule, all).LeaveOneOutScores!;

        actual.Should().HaveCount(examples.Count);
        foreach (var example in all)
        {
            var expected = examples.CountOthers(example) == 0 ? [] : examples.Score(Train(examples, kind, tieRule, all.Where(other => other != example)).Classifier, example);
            actual[example].Should().Equal(expected, (score, exact) => Math.Abs(score - exact) < 1e-5, $"example {example}");
        }
    }

    private static TrainedClassifier Train(SyntheticExamples examples, ClassifierKind kind, VoteTieRule tieRule, IEnumerable<int> kept, int headCount = 4)
    {
        using var support = new SupportSet(examples.Layout, examples.ClassCount);
        foreach (var example in kept)
            support.Add(examples.Vectors[example], examples.GetClass(example));
        return ClassifierTrainer.Train(support, new ClassifierOptions { Kind = kind, HeadCount = headCount, TieRule = tieRule });
    }
}
