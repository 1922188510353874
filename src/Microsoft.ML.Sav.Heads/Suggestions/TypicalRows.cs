using System.Numerics.Tensors;

namespace Microsoft.ML.Sav.Heads.Suggestions;

/// <summary>
/// Orders rows by how much they tell about the others (TypiClust, Hacohen et al. 2022, arXiv 2202.02794): all rows are clustered into as many
/// clusters as rows will be labelled, and the most typical row of the largest cluster without a labelled row comes first.
/// </summary>
internal static class TypicalRows
{
    // As in the paper's code: typicality is the inverse of the mean distance to so many nearest rows of the cluster.
    private const int NeighbourCount = 20;

    // As in the paper's code; more clusters take longer, and are small.
    private const int MaxClusterCount = 500;

    /// <summary>Returns all unlabelled rows with the size of their cluster, the first to label first.</summary>
    /// <param name="rows">Vectors of length 1.</param>
    /// <param name="isLabelled">Whether a row has a label.</param>
    /// <param name="count">Number of rows that will be labelled.</param>
    /// <param name="parallel">Cancels the work.</param>
    public static IEnumerable<(int Row, int ClusterSize)> Order(IReadOnlyList<float[]> rows, IReadOnlyList<bool> isLabelled, int count, ParallelOptions parallel)
    {
        var clusterCount = Math.Min(MaxClusterCount, isLabelled.Count(labelled => labelled) + Math.Min(count, rows.Count));
        var clusters = KMeans.Cluster(rows, clusterCount, parallel).Index()
            .GroupBy(assignment => assignment.Item, assignment => assignment.Index)
            .OrderByDescending(members => members.Count())
            .Select(members => (
                Size: members.Count(),
                Unlabelled: new Queue<int>(OrderByTypicality(rows, [.. members.Where(row => !isLabelled[row])], parallel))))
            .ToList();
        var labelledCounts = clusters.ConvertAll(cluster => cluster.Size - cluster.Unlabelled.Count);

        // Among the clusters with the fewest labelled rows, the largest.
        while (Enumerable.Range(0, clusters.Count).Where(cluster => clusters[cluster].Unlabelled.Count > 0).ToList() is { Count: > 0 } open)
        {
            var next = open.MinBy(cluster => labelledCounts[cluster]);
            labelledCounts[next]++;
            yield return (clusters[next].Unlabelled.Dequeue(), clusters[next].Size);
        }
    }

    private static IEnumerable<int> OrderByTypicality(IReadOnlyList<float[]> rows, int[] members, ParallelOptions parallel)
    {
        var neighbourCount = Math.Min(NeighbourCount, members.Length - 1);
        if (neighbourCount < 1)
            return members;
        var distances = new float[members.Length];
        Parallel.For(0, members.Length, parallel, i =>
        {
            var toOthers = new float[members.Length];
            for (var j = 0; j < members.Length; j++)
                toOthers[j] = TensorPrimitives.Distance<float>(rows[members[i]], rows[members[j]]);
            Array.Sort(toOthers); // The first is the row itself.
            distances[i] = TensorPrimitives.Sum<float>(toOthers.AsSpan(1, neighbourCount));
        });
        return Enumerable.Range(0, members.Length).OrderBy(i => distances[i]).Select(i => members[i]);
    }
}
