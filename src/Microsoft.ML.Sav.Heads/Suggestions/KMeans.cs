using System.Numerics.Tensors;

namespace Microsoft.ML.Sav.Heads.Suggestions;

/// <summary>
/// K-means clustering: Lloyd's algorithm from centres that k-means++ chooses. The same rows give the same clusters for any number of threads,
/// which ML.NET's trainer does with one thread only.
/// </summary>
internal static class KMeans
{
    private const int MaxIterations = 50;

    /// <summary>Assigns each row to a cluster.</summary>
    /// <param name="rows">Vectors of equal length, at least one.</param>
    /// <param name="clusterCount">Number of clusters, at least 1; rows of fewer different values have fewer.</param>
    /// <param name="parallel">Cancels the work.</param>
    /// <returns>Index of its cluster per row.</returns>
    public static int[] Cluster(IReadOnlyList<float[]> rows, int clusterCount, ParallelOptions parallel)
    {
        var centres = ChooseCentres(rows, clusterCount, new Random(0), parallel);
        var assignments = Assign(rows, centres, parallel);
        for (var iteration = 0; iteration < MaxIterations; iteration++)
        {
            Parallel.For(0, centres.Length, parallel, cluster => Average(rows, assignments, cluster, centres[cluster]));
            var next = Assign(rows, centres, parallel);
            if (next.AsSpan().SequenceEqual(assignments))
                break;
            assignments = next;
        }
        return assignments;
    }

    // The next centre is a row with a probability proportional to its squared distance from the nearest centre so far.
    private static float[][] ChooseCentres(IReadOnlyList<float[]> rows, int clusterCount, Random random, ParallelOptions parallel)
    {
        var centres = new List<float[]>();
        var distances = Enumerable.Repeat(double.MaxValue, rows.Count).ToArray();
        var next = random.Next(rows.Count);
        while (next >= 0 && centres.Count < clusterCount)
        {
            var centre = (float[])rows[next].Clone();
            centres.Add(centre);
            Parallel.For(0, rows.Count, parallel, row => distances[row] = Math.Min(distances[row], SquaredDistance(rows[row], centre)));
            var remaining = random.NextDouble() * distances.Sum();
            next = Array.FindIndex(distances, distance => distance > 0 && (remaining -= distance) <= 0);
        }
        return [.. centres];
    }

    private static int[] Assign(IReadOnlyList<float[]> rows, float[][] centres, ParallelOptions parallel)
    {
        var assignments = new int[rows.Count];
        Parallel.For(0, rows.Count, parallel, row =>
        {
            var nearest = double.MaxValue;
            for (var cluster = 0; cluster < centres.Length; cluster++)
            {
                var distance = SquaredDistance(rows[row], centres[cluster]);
                if (distance < nearest)
                    (nearest, assignments[row]) = (distance, cluster);
            }
        });
        return assignments;
    }

    // A cluster without rows keeps its centre.
    private static void Average(IReadOnlyList<float[]> rows, int[] assignments, int cluster, float[] centre)
    {
        var count = assignments.Count(assignment => assignment == cluster);
        if (count == 0)
            return;
        Array.Clear(centre);
        for (var row = 0; row < assignments.Length; row++)
        {
            if (assignments[row] == cluster)
                TensorPrimitives.Add(centre, rows[row], centre);
        }
        TensorPrimitives.Divide(centre, count, centre);
    }

    private static double SquaredDistance(float[] left, float[] right)
    {
        var distance = (double)TensorPrimitives.Distance<float>(left, right);
        return distance * distance;
    }
}
