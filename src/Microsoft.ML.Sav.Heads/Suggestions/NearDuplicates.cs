using System.Numerics.Tensors;

namespace Microsoft.ML.Sav.Heads.Suggestions;

/// <summary>Finds rows whose vectors have nearly the same direction.</summary>
/// <param name="rows">Vectors of length 1.</param>
/// <param name="threshold">Cosine from which rows are near duplicates.</param>
internal sealed class NearDuplicates(IReadOnlyList<float[]> rows, double threshold)
{
    // Vectors of the same content differ by rounding.
    private const double Tolerance = 1e-5;

    /// <summary>Whether two rows are near duplicates.</summary>
    public bool Are(int left, int right) => AreSimilar(Similarity(left, right));

    /// <summary>Groups in which each row has a near duplicate, ordered by their first rows.</summary>
    /// <param name="parallel">Cancels the work.</param>
    /// <returns>The rows of a group in their order, and the smallest cosine among the pairs that connect them.</returns>
    public IReadOnlyList<(int[] Rows, float Similarity)> FindGroups(ParallelOptions parallel)
    {
        var later = new List<(int Row, float Similarity)>[rows.Count];
        Parallel.For(0, rows.Count, parallel, row => later[row] = [
            .. Enumerable.Range(row + 1, rows.Count - row - 1).Select(other => (other, Similarity(row, other))).Where(pair => AreSimilar(pair.Item2))]);

        // The most similar pairs connect first, so that the last to connect a group is its smallest similarity.
        var groups = Enumerable.Range(0, rows.Count).Select(row => (Rows: new List<int> { row }, Similarity: 1f)).ToArray();
        foreach (var (row, other, similarity) in later.SelectMany((pairs, row) => pairs.Select(pair => (row, pair.Row, pair.Similarity))).OrderByDescending(pair => pair.Similarity))
        {
            if (groups[row].Rows == groups[other].Rows)
                continue;
            List<int> joined = [.. groups[row].Rows, .. groups[other].Rows];
            foreach (var member in joined)
                groups[member] = (joined, similarity);
        }
        return [.. groups.Where((group, row) => group.Rows.Count > 1 && group.Rows.Min() == row)
            .Select(group => (group.Rows.Order().ToArray(), group.Similarity))];
    }

    private bool AreSimilar(float similarity) => similarity >= threshold - Tolerance;

    private float Similarity(int left, int right) => Math.Min(1, TensorPrimitives.Dot<float>(rows[left], rows[right]));
}
