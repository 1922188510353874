using Microsoft.ML.Sav.Heads.Suggestions;

namespace Microsoft.ML.Sav.Heads.Tests.Suggestions;

public class KMeansTests
{
    private static readonly ParallelOptions Parallel = new();

    [Fact]
    public void Cluster_SeparateGroups_FindsThem()
    {
        var clusters = KMeans.Cluster(Blobs.FromAngles(0, 90, 180, 1, 91, 181, 2), 3, Parallel);

        clusters.Index().GroupBy(row => row.Item, row => row.Index).Select(rows => string.Join(",", rows))
            .Should().BeEquivalentTo("0,3,6", "1,4", "2,5");
    }

    [Fact]
    public void Cluster_FewerDifferentRowsThanClusters_EqualRowsShareACluster()
    {
        var clusters = KMeans.Cluster(Blobs.FromAngles(0, 90, 0, 90), 4, Parallel);

        clusters.Should().HaveCount(4);
        clusters[0].Should().Be(clusters[2]).And.NotBe(clusters[1]);
        clusters[1].Should().Be(clusters[3]);
    }

    [Fact]
    public void Cluster_OneThreadOrMany_IsTheSame()
    {
        var random = new Random(1);
        var rows = Enumerable.Range(0, 300).Select(_ => Enumerable.Range(0, 8).Select(_ => random.NextSingle()).ToArray()).ToArray();

        var expected = KMeans.Cluster(rows, 20, new ParallelOptions { MaxDegreeOfParallelism = 1 });

        expected.Distinct().Should().HaveCount(20);
        KMeans.Cluster(rows, 20, Parallel).Should().Equal(expected);
    }

    [Fact]
    public void Cluster_Cancelled_Stops() =>
        FluentActions.Invoking(() => KMeans.Cluster(Blobs.FromAngles(0, 90), 2, new ParallelOptions { CancellationToken = new CancellationToken(canceled: true) }))
            .Should().Throw<OperationCanceledException>();
}
