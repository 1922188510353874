namespace Microsoft.ML.Sav.Heads.Suggestions;

/// <summary>Chooses the rows to label next: typical rows while there are few labels, then the least certain ones.</summary>
/// <param name="rows">Vectors of length 1, of labelled and unlabelled rows.</param>
/// <param name="classes">Class of each row; -1 without a label.</param>
internal sealed class LabellingOrder(IReadOnlyList<float[]> rows, IReadOnlyList<int> classes)
{
    /// <summary>Labels per class from which the least certain rows are chosen: with fewer, typical rows make classifiers more accurate.</summary>
    public const int ShotsForScores = 5;

    /// <summary>Cosine from which a row is not suggested, as it is nearly the same as a labelled or suggested one.</summary>
    public const double DuplicateThreshold = 0.95;

    /// <summary>Whether there are labels enough to choose by scores.</summary>
    /// <param name="exampleCounts">Number of labelled rows per class.</param>
    public static bool UsesScores(IEnumerable<int> exampleCounts)
    {
        int[] counts = [.. exampleCounts.Where(count => count > 0)];
        return counts.Length >= 2 && counts.Average() >= ShotsForScores;
    }

    /// <summary>Chooses typical rows.</summary>
    /// <param name="count">Number of rows; fewer are returned if the others are near duplicates of labelled or chosen rows.</param>
    /// <param name="parallel">Cancels the work.</param>
    public IReadOnlyList<RowToLabel> SelectTypical(int count, ParallelOptions parallel) =>
        TakeDifferent(TypicalRows.Order(rows, [.. classes.Select(label => label >= 0)], count, parallel).Select(row => new RowToLabel(row.Row, row.ClusterSize, null)), count);

    /// <summary>Chooses rows whose two greatest scores differ least.</summary>
    /// <param name="scores">The scores of unlabelled rows.</param>
    /// <param name="count">Number of rows; fewer are returned if the others are near duplicates of labelled or chosen rows.</param>
    public IReadOnlyList<RowToLabel> SelectLeastCertain(IEnumerable<(int Row, float[] Scores)> scores, int count) =>
        TakeDifferent(scores.OrderBy(row => ComputeMargin(row.Scores)).Select(row => new RowToLabel(row.Row, 0, row.Scores)), count);

    /// <summary>The difference between the two greatest scores.</summary>
    public static float ComputeMargin(float[] scores)
    {
        var (first, second) = (float.MinValue, float.MinValue);
        foreach (var score in scores)
            (first, second) = score > first ? (score, first) : (first, Math.Max(second, score));
        return first - second;
    }

    private List<RowToLabel> TakeDifferent(IEnumerable<RowToLabel> candidates, int count)
    {
        var duplicates = new NearDuplicates(rows, DuplicateThreshold);
        List<int> taken = [.. Enumerable.Range(0, classes.Count).Where(row => classes[row] >= 0)];
        var chosen = new List<RowToLabel>();
        foreach (var candidate in candidates.Where(candidate => !taken.Exists(row => duplicates.Are(row, candidate.Row))))
        {
            chosen.Add(candidate);
            taken.Add(candidate.Row);
            if (chosen.Count == count)
                break;
        }
        return chosen;
    }
}
