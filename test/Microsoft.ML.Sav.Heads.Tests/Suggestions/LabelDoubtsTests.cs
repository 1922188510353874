using Microsoft.ML.Sav.Heads.Suggestions;

namespace Microsoft.ML.Sav.Heads.Tests.Suggestions;

public class LabelDoubtsTests
{
    private const int Wrong = 3;
    private static readonly int[] Classes = [0, 0, 0, 1, 0, 1, 1, 1, 1, 1];

    [Theory]
    [InlineData(ClassifierKind.Auto)]
    [InlineData(ClassifierKind.GaussianHeads)]
    [InlineData(ClassifierKind.Calm)]
    [InlineData(ClassifierKind.SparseAttentionVectors)]
    [InlineData(ClassifierKind.Hec)]
    public void Find_WrongLabel_ComesFirstWithTheTrueClass(ClassifierKind kind)
    {
        var doubts = LabelDoubts.Find(Train(kind), Classes).ToList();

        doubts[0].Example.Should().Be(Wrong);
        (doubts[0].Class, doubts[0].SuggestedClass).Should().Be((1, 0));
        doubts.Should().OnlyContain(doubt => doubt.Scores[doubt.SuggestedClass] > doubt.Scores[doubt.Class]);
        doubts.Select(doubt => doubt.Scores[doubt.Class]).Should().BeInAscendingOrder();
    }

    [Fact]
    public void Find_ClassifierWithoutLeaveOneOutScores_NamesOneThatHas() =>
        FluentActions.Invoking(() => LabelDoubts.Find(Train(ClassifierKind.Hec) with { LeaveOneOutScores = null }, Classes)).Should().Throw<NotSupportedException>().WithMessage("*Hec*Auto*");

    // Two blobs; one example of the first is labelled as the second.
    private static TrainedClassifier Train(ClassifierKind kind)
    {
        using var support = new SupportSet(FeatureLayout.CreateUniform(layers: 1, heads: 1, headSize: 2), classCount: 2);
        foreach (var (vector, label) in Blobs.FromAngles(0, 3, 6, 4, 5, 80, 83, 86, 84, 88).Zip(Classes))
            support.Add(vector, label);
        return ClassifierTrainer.Train(support, new ClassifierOptions { Kind = kind, HeadCount = 1 });
    }
}
