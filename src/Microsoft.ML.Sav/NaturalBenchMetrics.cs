namespace Microsoft.ML.Sav;

/// <summary>
/// Metrics of NaturalBench (arXiv 2410.14669), whose rows come in groups of four: two questions about each of two images, so that a classifier that
/// ignores the image or the question fails.
/// </summary>
/// <param name="GroupCount">Number of groups.</param>
/// <param name="Accuracy">Share of the rows that are right.</param>
/// <param name="QuestionAccuracy">Share of the questions that are right for both images.</param>
/// <param name="ImageAccuracy">Share of the images for which both questions are right.</param>
/// <param name="GroupAccuracy">Share of the groups whose four rows are right.</param>
public sealed record NaturalBenchMetrics(int GroupCount, double Accuracy, double QuestionAccuracy, double ImageAccuracy, double GroupAccuracy)
{
    /// <summary>Number of rows per group.</summary>
    public const int GroupSize = 4;

    /// <summary>Measures predictions.</summary>
    /// <param name="successes">
    /// Whether each row's prediction is right, group by group: first question with first and second image, then second question likewise.
    /// </param>
    /// <exception cref="ArgumentException">There is no row, or a number of rows that is no multiple of 4.</exception>
    public static NaturalBenchMetrics Compute(IEnumerable<bool> successes)
    {
        ArgumentNullException.ThrowIfNull(successes);
        bool[][] groups = [.. successes.Chunk(GroupSize)];
        if (groups.Length == 0 || groups[^1].Length < GroupSize)
            throw new ArgumentException($"Expected groups of {GroupSize} rows, found {groups.Sum(group => group.Length)} rows.", nameof(successes));
        return new NaturalBenchMetrics(
            groups.Length,
            groups.Average(group => group.Count(success => success)) / GroupSize,
            groups.Average(group => CountPairs(group, (0, 1), (2, 3))) / 2,
            groups.Average(group => CountPairs(group, (0, 2), (1, 3))) / 2,
            groups.Count(group => group.All(success => success)) / (double)groups.Length);
    }

    private static int CountPairs(bool[] group, params (int First, int Second)[] pairs) => pairs.Count(pair => group[pair.First] && group[pair.Second]);
}
