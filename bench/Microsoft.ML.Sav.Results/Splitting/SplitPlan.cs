using Microsoft.ML.Sav.Results.Data;

namespace Microsoft.ML.Sav.Results.Splitting;

/// <summary>
/// Splits a data set. Rows to test are those of the test part or, without one, those that are never trained on; at least half of each class
/// then is. For all shots of a seed they are the same.
/// </summary>
internal sealed class SplitPlan
{
    private readonly DataSet _dataSet;
    private readonly int _maxTest;
    private readonly int[][] _rows; // [classes][rows]
    private readonly int _maxPool;

    /// <param name="dataSet">The rows.</param>
    /// <param name="shots">Numbers of training rows per class to measure, as far as at least half of the classes have so many.</param>
    /// <param name="maxTest">Greatest number of rows to test per class.</param>
    public SplitPlan(DataSet dataSet, IEnumerable<int> shots, int maxTest)
    {
        _dataSet = dataSet;
        _maxTest = maxTest;
        _rows = [.. dataSet.Classes.Select((_, c) => Enumerable.Range(0, dataSet.Rows.Count).Where(row => dataSet.GetClass(row) == c).ToArray())];
        int[] sizes = [.. _rows.Select(CountTrainable)];
        Shots = [.. shots.Distinct().Order().Where(count => 2 * sizes.Count(size => size >= count) >= sizes.Length)];
        _maxPool = Shots.DefaultIfEmpty(0).Max();
        SmallestPool = Math.Min(sizes.Min(), _maxPool);
    }

    /// <summary>The numbers of training rows per class that are measured, ascending.</summary>
    public IReadOnlyList<int> Shots { get; }

    /// <summary>Number of training rows of the smallest class, at the most shots.</summary>
    public int SmallestPool { get; }

    /// <summary>Splits the rows at random.</summary>
    /// <param name="seed">Seed; the same seed gives the same split.</param>
    public FewShotSplit Split(int seed)
    {
        var random = new Random(seed);
        var pools = new List<int[]>();
        var test = new List<int>();
        foreach (var rows in _rows)
        {
            int[] trainable = [.. rows.Where(row => _dataSet.Rows[row].Part != DataPart.Test)];
            random.Shuffle(trainable);
            var pool = trainable[..Math.Min(_maxPool, CountTrainable(rows))];
            int[] testable = _dataSet.HasTestPart ? [.. rows.Where(row => _dataSet.Rows[row].Part == DataPart.Test)] : trainable[pool.Length..];
            random.Shuffle(testable);
            pools.Add(pool);
            test.AddRange(testable.Take(_maxTest));
        }
        return new FewShotSplit(seed, pools, [.. test]);
    }

    private int CountTrainable(int[] rows)
    {
        var count = rows.Count(row => _dataSet.Rows[row].Part != DataPart.Test);
        return _dataSet.HasTestPart ? count : count / 2;
    }
}
