namespace Microsoft.ML.Sav.Heads.Tests;

public class TrainingExamplesTests
{
    private static readonly FeatureLayout Layout = FeatureLayout.CreateUniform(1, 2, 2);

    [Fact]
    public void CreateSupportSet_Examples_HasThemInOrder()
    {
        var examples = new TrainingExamples(Layout, 3, [new TrainingExample("a", 2, [1, 2, 3, 4]), new TrainingExample("b", 0, [5, 6, 7, 8])]);

        using var support = examples.CreateSupportSet();

        support.ClassCount.Should().Be(3);
        Enumerable.Range(0, support.Count).Select(support.GetClass).Should().Equal(2, 0);
        ((ILabelledExamples)support).ReadFeature(1).Should().Equal(3, 4, 7, 8);
    }

    [Fact]
    public void FindNearest_SomeFeatures_ReturnsTheMostSimilarFirst()
    {
        var examples = new TrainingExamples(Layout, 2, [new TrainingExample("a", 0, [1, 0, 0, 9]), new TrainingExample("b", 1, [5, 5, 9, 0]), new TrainingExample("c", 1, [0, 2, 9, 0])]);
        var first = new FeatureLayout([Layout[0]]);

        var nearest = examples.FindNearest(first, new float[] { 0, 3 }, 2);

        nearest.Select(example => example.Index).Should().Equal(2, 1);
        nearest[0].Similarity.Should().BeApproximately(1, 1e-6);
        nearest[1].Similarity.Should().BeApproximately(Math.Sqrt(0.5), 1e-6);
        examples.FindNearest(Layout, new float[] { 1, 0, 1, 0 }, 9).Select(example => example.Similarity).Should().BeInDescendingOrder().And.HaveCount(3);
    }

    [Fact]
    public void FindNearest_WrongArguments_Throws()
    {
        var examples = new TrainingExamples(Layout, 2, [new TrainingExample("a", 0, [1, 0, 0, 9])]);

        examples.Invoking(it => it.FindNearest(Layout, new float[] { 1 }, 1)).Should().Throw<ArgumentException>().WithMessage("*4 floats*found 1.*");
        examples.Invoking(it => it.FindNearest(new FeatureLayout([new Feature(7, 0, 1)]), new float[] { 1 }, 1)).Should().Throw<ArgumentException>().WithMessage("*L7.H0*");
        examples.Invoking(it => it.FindNearest(Layout, new float[4], 0)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void RequireCount_MoreThanAModelFileHolds_SaysHowManyItHolds()
    {
        var layout = FeatureLayout.CreateUniform(10, 10, 1000);

        FluentActions.Invoking(() => TrainingExamples.RequireCount(layout, 5000)).Should().NotThrow();
        FluentActions.Invoking(() => TrainingExamples.RequireCount(layout, 5001)).Should().Throw<InvalidOperationException>().WithMessage("*5000*DepthBudget*");
    }
}
