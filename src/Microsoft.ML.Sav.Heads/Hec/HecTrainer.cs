using System.Numerics.Tensors;

namespace Microsoft.ML.Sav.Heads.Hec;

/// <summary>Trains <see cref="HecClassifier"/> on heads at the last token, as HEC-V (arXiv 2603.24181) does.</summary>
internal static class HecTrainer
{
    /// <summary>Number of heads that are kept by default, as in the paper.</summary>
    public const int DefaultHeadCount = 20;

    /// <summary>
    /// Fits a Gaussian classifier to every head and keeps the heads with the greatest mean probability of the true class, over the examples
    /// they were fitted to. Differently from the paper's code, which then gives all classes the same probability, examples that do not differ
    /// within their classes (one per class, say) have a spherical covariance, of the scatter of all vectors.
    /// </summary>
    /// <param name="examples">The examples.</param>
    /// <param name="headCount">Number of heads to keep; all if there are fewer. Default: <see cref="DefaultHeadCount"/>.</param>
    /// <param name="parallel">Threads and cancellation.</param>
    /// <exception cref="ArgumentException">There is no head at the last token, or fewer than two classes have examples.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="headCount"/> is below 1.</exception>
    /// <exception cref="OperationCanceledException">The token of <paramref name="parallel"/> was cancelled.</exception>
    public static TrainedClassifier Train(ILabelledExamples examples, int headCount = DefaultHeadCount, ParallelOptions? parallel = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(headCount, 1);
        parallel ??= new ParallelOptions();
        var heads = new HecHeads(FeatureSubset.Create(examples, FeatureKind.LastToken));
        var scores = ComputeScores(heads, parallel);
        // Equal scores keep the order of the layout.
        int[] best = [.. Enumerable.Range(0, scores.Length).OrderByDescending(position => scores[position]).Take(headCount)];
        var features = best.Select(position => new FeatureScore(heads.Examples.Layout[position], scores[position]));
        var trained = new TrainedClassifier(
            Create(heads, best, parallel), new ClassifierReport(ClassifierKind.Hec, [.. features], [], LeaveOneOut: null));
        return HecLeaveOneOut.Compute(heads, headCount, parallel) is { } leaveOneOut ? trained.WithLeaveOneOut(heads.Examples, leaveOneOut) : trained;
    }

    /// <summary>Computes the mean probability of the true class per head.</summary>
    internal static double[] ComputeScores(HecHeads heads, ParallelOptions parallel)
    {
        var scores = new double[heads.Examples.Layout.Count];
        Parallel.For(0, scores.Length, parallel, position => scores[position] = heads.ComputeMeanProbability(position));
        return scores;
    }

    // Fits the kept heads again: the maps of all heads would take as much memory as all class means.
    private static HecClassifier Create(HecHeads heads, int[] kept, ParallelOptions parallel)
    {
        var classes = heads.Classes;
        var layout = heads.Examples.Layout.Subset(kept);
        var weights = Enumerable.Range(0, classes.TotalClassCount).Select(_ => new float[layout.VectorLength]).ToArray();
        var biases = Array.ConvertAll(weights, _ => new float[layout.Count]);
        Parallel.For(0, kept.Length, parallel, i =>
        {
            var map = heads.ComputeLinearMap(kept[i]);
            for (var c = 0; c < classes.Count; c++)
            {
                biases[classes.Present[c]][i] = (float)map.Biases[c];
                TensorPrimitives.ConvertTruncating<double, float>(map.Weights.GetRow(c), weights[classes.Present[c]].AsSpan(layout.GetOffset(i)));
            }
        });
        return new HecClassifier(layout, weights, biases, classes.CountExamples());
    }
}
