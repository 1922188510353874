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
    public void RequireCount_MoreThanAModelFileHolds_SaysHowManyItHolds()
    {
        var layout = FeatureLayout.CreateUniform(10, 10, 1000);

        FluentActions.Invoking(() => TrainingExamples.RequireCount(layout, 5000)).Should().NotThrow();
        FluentActions.Invoking(() => TrainingExamples.RequireCount(layout, 5001)).Should().Throw<InvalidOperationException>().WithMessage("*5000*DepthBudget*");
    }
}
