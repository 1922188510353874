using System.Runtime.InteropServices;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Heads.Suggestions;
using Microsoft.ML.Sav.Results.Features;
using Microsoft.ML.Sav.Results.Measuring;
using Microsoft.ML.Sav.Results.Methods;
using Microsoft.ML.Sav.Results.Splitting;

namespace Microsoft.ML.Sav.Results.Suggestions;

/// <summary>Labels rows in rounds, and measures the accuracy of a classifier trained after each.</summary>
/// <param name="features">The features of all rows.</param>
/// <param name="split">The rows that may be labelled, and those to test.</param>
internal sealed class LabellingTrial(FeatureTable features, FewShotSplit split)
{
    private static readonly ParallelOptions Parallel = new();

    private readonly int[] _pool = [.. split.Pools.SelectMany(pool => pool)];
    private readonly float[][] _unitVectors = ComparedVectors.Create(features);
    private readonly Dictionary<string, TrainedOnRows> _trained = []; // Strategies begin with the same rows.

    /// <summary>Returns the accuracy on the test rows after each round.</summary>
    /// <param name="strategy">How rows are chosen.</param>
    /// <param name="startShots">Random rows per class that are labelled before the first round.</param>
    /// <param name="budgets">Labelled rows per class, on average, after each round.</param>
    public IReadOnlyList<double> Run(LabellingStrategy strategy, int startShots, IEnumerable<int> budgets)
    {
        var random = new Random(split.Seed);
        var labelled = split.GetTraining(startShots).ToHashSet();
        var accuracies = new List<double>();
        foreach (var budget in budgets)
        {
            var count = (budget * split.Pools.Count) - labelled.Count;
            labelled.UnionWith(Choose(strategy, labelled, Math.Min(count, _pool.Length - labelled.Count), random));
            accuracies.Add(Quality.Measure(Train(labelled).Score(split.Test), features.DataSet.GetClasses(split.Test)).Accuracy);
        }
        return accuracies;
    }

    private TrainedOnRows Train(IEnumerable<int> rows)
    {
        int[] ordered = [.. rows.Order()];
        ref var trained = ref CollectionsMarshal.GetValueRefOrAddDefault(_trained, string.Join(' ', ordered), out _);
        return trained ??= new TrainedOnRows(features, ordered.Select(row => (row, features.DataSet.GetClass(row))), new ClassifierOptions());
    }

    private IEnumerable<int> Choose(LabellingStrategy strategy, HashSet<int> labelled, int count, Random random)
    {
        int[] unlabelled = [.. _pool.Where(row => !labelled.Contains(row))];
        if (strategy == LabellingStrategy.Random)
            return Shuffle(unlabelled, random).Take(count);

        int[] rows = [.. _pool.Order()];
        int[] classes = [.. rows.Select(row => labelled.Contains(row) ? features.DataSet.GetClass(row) : -1)];
        var order = new LabellingOrder(Array.ConvertAll(rows, row => _unitVectors[row]), classes);
        var usesScores = strategy switch
        {
            LabellingStrategy.Typical => false,
            LabellingStrategy.LeastCertain => true,
            _ => LabellingOrder.UsesScores(classes.Where(label => label >= 0).CountBy(label => label).Select(pair => pair.Value)),
        };
        var chosen = usesScores ? order.SelectLeastCertain(Score(), count) : order.SelectTypical(count, Parallel);
        return chosen.Select(row => rows[row.Row]);

        IEnumerable<(int, float[])> Score()
        {
            int[] positions = [.. Enumerable.Range(0, rows.Length).Where(i => classes[i] < 0)];
            return positions.Zip(Train(labelled).Score(positions.Select(i => rows[i])));
        }
    }

    private static int[] Shuffle(int[] rows, Random random)
    {
        random.Shuffle(rows);
        return rows;
    }
}
