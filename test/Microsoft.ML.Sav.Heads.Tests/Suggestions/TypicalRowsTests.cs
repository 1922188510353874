using Microsoft.ML.Sav.Heads.Suggestions;

namespace Microsoft.ML.Sav.Heads.Tests.Suggestions;

public class TypicalRowsTests
{
    [Fact]
    public void Order_NoLabels_LargestClustersFirstAndTheirMiddleRows() =>
        Order(Blobs.FromAngles(90, 0, 2, 5, 92, 180), labelled: [], count: 3).Take(3).Should().Equal((2, 3), (0, 2), (5, 1));

    [Fact]
    public void Order_LargestClusterHasALabel_OthersComeFirst() =>
        Order(Blobs.FromAngles(0, 1, 2, 90, 92, 95), labelled: [0], count: 1).First().Should().Be((4, 3));

    [Fact]
    public void Order_AllClustersHaveARow_GoesOnWithTheLargest()
    {
        var order = Order(Blobs.FromAngles(0, 1, 2.5f, 90, 91), labelled: [], count: 2);

        order.Select(row => row.Row).Should().Equal(1, 3, 0, 4, 2);
    }

    [Fact]
    public void Order_EveryRowLabelled_IsEmpty() => Order(Blobs.FromAngles(0, 90), labelled: [0, 1], count: 1).Should().BeEmpty();

    [Fact]
    public void Order_GreatestCount_IsAllUnlabelledRows() =>
        Order(Blobs.FromAngles(0, 1, 2, 90), labelled: [0], count: int.MaxValue).Select(row => row.Row).Should().BeEquivalentTo([1, 2, 3]);

    private static List<(int Row, int ClusterSize)> Order(float[][] rows, int[] labelled, int count) =>
        [.. TypicalRows.Order(rows, [.. Enumerable.Range(0, rows.Length).Select(labelled.Contains)], count, new ParallelOptions())];
}
