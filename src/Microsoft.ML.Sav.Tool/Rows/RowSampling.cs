namespace Microsoft.ML.Sav.Tool.Rows;

/// <summary>Divides labelled rows so that each part has all classes. The same rows and seed give the same parts, in the order of the rows.</summary>
/// <param name="rows">The rows.</param>
/// <param name="seed">Seed of the random choice.</param>
internal sealed class RowSampling(IReadOnlyList<InputRow> rows, int seed)
{
    // position of each row in a random order of its class
    private readonly int[] _ranks = Rank(rows, new Random(seed));
    private readonly Dictionary<string, int> _counts = rows.CountBy(row => row.Label).ToDictionary();

    /// <summary>At most this many rows per class.</summary>
    public IReadOnlyList<InputRow> SelectShots(int shots) => Select((_, rank) => rank < shots);

    /// <summary>Rows to train with, and a share of each class to test with: at least one, and at least one is left.</summary>
    /// <exception cref="InvalidDataException">A class has one row.</exception>
    public (IReadOnlyList<InputRow> Training, IReadOnlyList<InputRow> Test) Split(double share)
    {
        RequireTwoPerClass();
        return (Select((row, rank) => !IsTest(row, rank)), Select(IsTest));

        bool IsTest(InputRow row, int rank) => rank < Math.Clamp((int)Math.Round(share * _counts[row.Label]), 1, _counts[row.Label] - 1);
    }

    /// <summary>Per fold, rows to train with and rows to test with. Each row is tested once.</summary>
    /// <exception cref="InvalidDataException">A class has one row.</exception>
    public IEnumerable<(IReadOnlyList<InputRow> Training, IReadOnlyList<InputRow> Test)> Fold(int count)
    {
        RequireTwoPerClass();
        return from fold in Enumerable.Range(0, count)
               let test = Select((_, rank) => rank % count == fold)
               where test.Length > 0
               select ((IReadOnlyList<InputRow>)Select((_, rank) => rank % count != fold), (IReadOnlyList<InputRow>)test);
    }

    private static int[] Rank(IReadOnlyList<InputRow> rows, Random random)
    {
        var ranks = new int[rows.Count];
        foreach (var group in Enumerable.Range(0, rows.Count).GroupBy(index => rows[index].Label))
        {
            var order = group.ToArray();
            random.Shuffle(order);
            foreach (var (rank, index) in order.Index())
                ranks[index] = rank;
        }
        return ranks;
    }

    private InputRow[] Select(Func<InputRow, int, bool> isSelected) => [.. rows.Where((row, index) => isSelected(row, _ranks[index]))];

    private void RequireTwoPerClass()
    {
        if (_counts.Where(label => label.Value < 2).Select(label => label.Key).FirstOrDefault() is { } single)
            throw new InvalidDataException($"The class '{single}' has one row, expected at least two: one to train and one to test.");
    }
}
