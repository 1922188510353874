namespace Microsoft.ML.Sav.Tool.Rows;

/// <summary>Checks rows of NaturalBench: groups of four, with two questions about each of two images.</summary>
internal static class RowGroups
{
    // Rows of a group that have the same question, or the same images.
    private static readonly (int First, int Second)[] SameQuestion = [(0, 1), (2, 3)];
    private static readonly (int First, int Second)[] SameImages = [(0, 2), (1, 3)];

    /// <exception cref="InvalidDataException">The rows are not such groups; the message names the row.</exception>
    public static void Check(IReadOnlyList<InputRow> rows)
    {
        foreach (var group in rows.Chunk(NaturalBenchMetrics.GroupSize))
        {
            if (group.Length < NaturalBenchMetrics.GroupSize)
                throw new InvalidDataException($"{group[0].Location}: expected a group of {NaturalBenchMetrics.GroupSize} rows with labels, found {group.Length} at the end.");
            Require(group, SameQuestion, "question", row => row.Text);
            Require(group, SameImages, "image", row => string.Join(" ", row.ImagePath));
        }
    }

    private static void Require(InputRow[] group, (int First, int Second)[] pairs, string key, Func<InputRow, string> getValue)
    {
        foreach (var (first, second) in pairs)
        {
            if (getValue(group[first]) != getValue(group[second]))
            {
                throw new InvalidDataException(
                    $"{group[second].Location}: expected the {key} '{getValue(group[first])}', as in {group[first].Location}, found '{getValue(group[second])}'. "
                    + "A group is the first question with the first and the second image, then the second question likewise.");
            }
        }
    }
}
