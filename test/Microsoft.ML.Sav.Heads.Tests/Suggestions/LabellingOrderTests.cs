using Microsoft.ML.Sav.Heads.Suggestions;

namespace Microsoft.ML.Sav.Heads.Tests.Suggestions;

public class LabellingOrderTests
{
    [Theory]
    [InlineData(false, new int[0])]
    [InlineData(false, new[] { 40 })]
    [InlineData(false, new[] { 4, 5, 5 })]
    [InlineData(true, new[] { 4, 5, 6 })]
    [InlineData(true, new[] { 5, 0, 5 })]
    public void UsesScores_LabelsPerClass_FromFiveOnAverage(bool expected, int[] exampleCounts) =>
        LabellingOrder.UsesScores(exampleCounts).Should().Be(expected);

    [Fact]
    public void SelectLeastCertain_Scores_SmallestMarginFirst()
    {
        var order = new LabellingOrder(Blobs.FromAngles(0, 90, 180, 270), [0, -1, -1, -1]);

        var selected = order.SelectLeastCertain([(1, [0.8f, 0.1f, 0.1f]), (2, [0.3f, 0.35f, 0.35f]), (3, [0.5f, 0.3f, 0.2f])], count: 2);

        selected.Select(row => row.Row).Should().Equal(2, 3);
        selected[1].Scores.Should().Equal(0.5f, 0.3f, 0.2f);
        selected.Should().OnlyContain(row => row.ClusterSize == 0);
    }

    [Fact]
    public void SelectLeastCertain_NearDuplicates_AreLeftOut()
    {
        // Row 1 is nearly the labelled row 0, row 3 nearly row 2.
        var order = new LabellingOrder(Blobs.FromAngles(0, 1, 90, 91), [0, -1, -1, -1]);

        var selected = order.SelectLeastCertain([(1, [0.5f, 0.5f]), (2, [0.6f, 0.4f]), (3, [0.7f, 0.3f])], count: 3);

        selected.Select(row => row.Row).Should().Equal(2);
    }

    [Fact]
    public void SelectTypical_Rows_AreUnlabelledAndTellTheirClustersSize()
    {
        var order = new LabellingOrder(Blobs.FromAngles(0, 90, 110, 130, 270), [1, -1, -1, -1, -1]);

        var selected = order.SelectTypical(count: 2, new ParallelOptions());

        selected.Select(row => (row.Row, row.ClusterSize)).Should().Equal((2, 3), (4, 1));
        selected.Should().OnlyContain(row => row.Scores == null);
    }

    [Fact]
    public void ComputeMargin_EqualGreatestScores_IsZero() => LabellingOrder.ComputeMargin([0.2f, 0.4f, 0.4f]).Should().Be(0);
}
