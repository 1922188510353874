using System.Numerics.Tensors;
using Microsoft.ML.Sav.Heads.Stacking;

namespace Microsoft.ML.Sav.Heads.Gaussian;

/// <summary>
/// Leave-one-out logits of experts for examples that did not take part in choosing the experts' features: for each fold, features are
/// chosen on the other folds. Without that, experts with many features to choose from look better than they are.
/// </summary>
internal static class NestedLogits
{
    /// <summary>Computes the logits of all experts for <see cref="ExampleClasses.Scored"/>, in that order.</summary>
    public static ExpertLogits Compute(
        ILabelledExamples examples, ExampleClasses classes, IReadOnlyList<GaussianExpert> experts, int[][] folds, FeatureRanking ranking, ParallelOptions parallel)
    {
        var scored = classes.Scored;
        var indices = new int[classes.ExampleCount];
        foreach (var (i, example) in scored.Index())
            indices[example] = i;
        var logits = experts.Select(_ => new double[checked(scored.Length * classes.Count)]).ToArray();
        var parts = experts.Index().SelectMany(expert => (expert.Item.IsChosen ? folds : [scored]).Select(fold => (expert.Index, expert.Item, fold)));
        Parallel.ForEach(parts, parallel, part =>
        {
            var (index, expert, fold) = part;
            var positions = expert.IsChosen
                ? ranking.SelectBestForMeasurement(expert.Candidates, expert.FeatureCount, [.. scored.Except(fold)])
                : expert.Candidates;
            foreach (var position in positions)
            {
                parallel.CancellationToken.ThrowIfCancellationRequested();
                Add(FeatureGaussian.Fit(examples, position, classes)!, fold, 1.0 / positions.Length, logits[index]);
            }
        });
        return new ExpertLogits(logits, [.. scored.Select(classes.GetClass)], classes.Count);

        void Add(FeatureGaussian gaussian, int[] fold, double factor, double[] sums)
        {
            var leaveOneOut = new LeaveOneOut(gaussian);
            var values = new double[classes.Count];
            foreach (var example in fold)
            {
                leaveOneOut.ComputeLogits(example, values);
                var sum = sums.AsSpan(indices[example] * values.Length, values.Length);
                TensorPrimitives.MultiplyAdd(values, factor, sum, sum);
            }
        }
    }
}
