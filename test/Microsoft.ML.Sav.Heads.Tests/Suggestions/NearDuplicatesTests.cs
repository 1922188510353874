using Microsoft.ML.Sav.Heads.Suggestions;

namespace Microsoft.ML.Sav.Heads.Tests.Suggestions;

public class NearDuplicatesTests
{
    [Fact]
    public void FindGroups_RowsThatNeighboursConnect_AreOneGroupWithTheLeastSimilarity()
    {
        // 20, 10 and 0 degrees: only neighbours are within 11 degrees of each other.
        var groups = Find(Blobs.FromAngles(20, 90, 10, 180, 1), Cosine(11));

        groups.Should().ContainSingle();
        groups[0].Rows.Should().Equal(0, 2, 4);
        groups[0].Similarity.Should().BeApproximately((float)Cosine(10), 1e-6f);
    }

    [Fact]
    public void FindGroups_SeveralGroups_AreOrderedByTheirFirstRows()
    {
        var groups = Find(Blobs.FromAngles(90, 0, 180, 1, 91), Cosine(2));

        groups.Select(group => string.Join(",", group.Rows)).Should().Equal("0,4", "1,3");
    }

    [Fact]
    public void FindGroups_EqualVectors_AreFoundWithSimilarityOne()
    {
        float[] vector = [0.1f, 0.2f, MathF.Sqrt(0.95f)];

        var groups = Find([vector, [.. vector], [1, 0, 0]], threshold: 1);

        groups.Should().ContainSingle().Which.Rows.Should().Equal(0, 1);
        groups[0].Similarity.Should().BeApproximately(1, 1e-6f).And.BeLessThanOrEqualTo(1);
    }

    [Fact]
    public void FindGroups_AllDifferent_IsEmpty() => Find(Blobs.FromAngles(0, 45, 90), Cosine(44)).Should().BeEmpty();

    private static IReadOnlyList<(int[] Rows, float Similarity)> Find(float[][] rows, double threshold) =>
        new NearDuplicates(rows, threshold).FindGroups(new ParallelOptions());

    private static double Cosine(double degrees) => Math.Cos(degrees * Math.PI / 180);
}
