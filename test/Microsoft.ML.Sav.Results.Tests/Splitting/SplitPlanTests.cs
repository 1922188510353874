using Microsoft.ML.Sav.Results.Data;
using Microsoft.ML.Sav.Results.Splitting;

namespace Microsoft.ML.Sav.Results.Tests.Splitting;

public sealed class SplitPlanTests
{
    [Fact]
    public void Split_WithoutTestPart_TestsTheRestAndNeverTrainsOnIt()
    {
        var dataSet = Create(("a", DataPart.Any, 40), ("b", DataPart.Any, 40));
        var plan = new SplitPlan(dataSet, [5, 20, 50], maxTest: 60);

        var split = plan.Split(seed: 3);

        plan.Shots.Should().Equal(5, 20);
        split.GetTraining(20).Should().HaveCount(40).And.OnlyHaveUniqueItems();
        split.Test.Should().HaveCount(40).And.OnlyHaveUniqueItems().And.NotIntersectWith(split.GetTraining(20));
        dataSet.GetClasses(split.GetTraining(5)).Should().Equal(0, 0, 0, 0, 0, 1, 1, 1, 1, 1);
    }

    [Fact]
    public void GetTraining_MoreShots_KeepsTheRowsOfFewer()
    {
        var split = new SplitPlan(Create(("a", DataPart.Any, 40), ("b", DataPart.Any, 40)), [1, 20], maxTest: 60).Split(seed: 0);

        split.GetTraining(1).Should().HaveCount(2).And.BeSubsetOf(split.GetTraining(20));
    }

    [Fact]
    public void Split_WithTestPart_TakesTestRowsFromItUpToTheMaximum()
    {
        var dataSet = Create(("a", DataPart.Train, 6), ("a", DataPart.Test, 9), ("b", DataPart.Train, 6), ("b", DataPart.Test, 2));
        var plan = new SplitPlan(dataSet, [1, 5, 10], maxTest: 4);

        var split = plan.Split(seed: 0);

        plan.Shots.Should().Equal(1, 5);
        dataSet.GetClasses(split.Test).Should().Equal(0, 0, 0, 0, 1, 1);
        split.Test.Should().OnlyContain(row => dataSet.Rows[row].Part == DataPart.Test);
        split.GetTraining(5).Should().OnlyContain(row => dataSet.Rows[row].Part == DataPart.Train);
    }

    [Fact]
    public void Split_SameSeed_ReturnsSameRows_OtherSeedOthers()
    {
        var plan = new SplitPlan(Create(("a", DataPart.Any, 40), ("b", DataPart.Any, 40)), [20], maxTest: 60);

        plan.Split(1).Test.Should().Equal(plan.Split(1).Test);
        plan.Split(1).Test.Should().NotEqual(plan.Split(2).Test);
    }

    [Fact]
    public void Split_SmallClass_GivesHalfOfItsRows()
    {
        var dataSet = Create(("a", DataPart.Any, 40), ("b", DataPart.Any, 7), ("c", DataPart.Any, 40));
        var plan = new SplitPlan(dataSet, [10], maxTest: 60);

        plan.Shots.Should().Equal(10);
        plan.SmallestPool.Should().Be(3);
        dataSet.GetClasses(plan.Split(0).GetTraining(10)).Count(c => c == 1).Should().Be(3);
        dataSet.GetClasses(plan.Split(0).Test).Count(c => c == 1).Should().Be(4);
    }

    private static DataSet Create(params (string Label, DataPart Part, int Count)[] groups) => new(
        "test", groups.SelectMany(group => Enumerable.Range(0, group.Count).Select(i => new Row(group.Label, $"{group.Label}{i}") { Text = "t", Part = group.Part })));
}
