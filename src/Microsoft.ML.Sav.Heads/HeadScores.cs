using System.Numerics.Tensors;
using Microsoft.ML.Sav.Heads.Scoring;

namespace Microsoft.ML.Sav.Heads;

/// <summary>How well each head by itself separates the classes of a support set.</summary>
public sealed class HeadScores
{
    // Examples per parallel loop: enough work per thread to outweigh starting it.
    private const int BlockLength = 126;

    // Floats of an example that are read in one go: long enough for the processor's prefetcher.
    private const int GroupLength = 512;

    private readonly int[] _successCounts;
    private readonly double[] _meanMargins;

    private HeadScores(FeatureLayout layout, int[] successCounts, double[] meanMargins)
    {
        Layout = layout;
        _successCounts = successCounts;
        _meanMargins = meanMargins;
    }

    /// <summary>Creates the scores without an example.</summary>
    /// <param name="layout">The heads.</param>
    /// <param name="scores">Scores of each head without each example. [heads][examples]</param>
    /// <param name="example">The example.</param>
    internal static HeadScores Create(FeatureLayout layout, (int SuccessCount, double MeanMargin)[][] scores, int example) => new(
        layout, Array.ConvertAll(scores, head => head[example].SuccessCount), Array.ConvertAll(scores, head => head[example].MeanMargin));

    /// <summary>The heads.</summary>
    public FeatureLayout Layout { get; }

    /// <summary>Number of examples per head whose nearest class mean by cosine is that of their own class.</summary>
    public IReadOnlyList<int> SuccessCounts => _successCounts;

    /// <summary>
    /// Mean margin per head over the examples: the cosine with the own class mean minus the greatest cosine with another class mean.
    /// Negative infinity if a vector has a NaN.
    /// </summary>
    public IReadOnlyList<double> MeanMargins => _meanMargins;

    /// <summary>
    /// Scores every head by resubstitution: each example's own vector is part of its class mean (arXiv 2412.00142, section 3).
    /// </summary>
    /// <param name="support">The examples.</param>
    /// <param name="means">Class means of the same heads and classes.</param>
    /// <exception cref="ArgumentException">The means are of other heads or another number of classes.</exception>
    public static HeadScores Compute(SupportSet support, ClassMeans means) => Compute(support, means, new ParallelOptions());

    /// <exception cref="OperationCanceledException">The token of <paramref name="parallel"/> was cancelled.</exception>
    internal static HeadScores Compute(SupportSet support, ClassMeans means, ParallelOptions parallel)
    {
        ArgumentNullException.ThrowIfNull(support);
        ArgumentNullException.ThrowIfNull(means);
        var layout = support.Layout;
        if (!layout.Equals(means.Layout) || support.ClassCount != means.ClassCount)
            throw new ArgumentException("Class means should have the same heads and the same number of classes as the support set.", nameof(means));

        var successCounts = new int[layout.Count];
        var margins = new double[layout.Count];
        using var packedMeans = new PackedClassMeans(means);
        var groups = layout.SplitIntoGroups(GroupLength);
        var start = 0;
        foreach (var block in support.ReadVectors(BlockLength))
        {
            // Each head sums over the examples in their order, so the result does not depend on the number of threads.
            Parallel.For(0, groups.Length, parallel, group =>
            {
                using var products = new HeadDotProducts(packedMeans, groups[group]);
                for (var first = 0; first < block.Count; first += products.Count)
                {
                    products.Read(block, first);
                    for (var position = groups[group].Start.Value; position < groups[group].End.Value; position++)
                    {
                        products.Multiply(position);
                        AddScores(products, position, start + first);
                    }
                }
            });
            start += block.Count;
        }
        // A head with a NaN ranks last among those with its success count.
        return new HeadScores(layout, successCounts, Array.ConvertAll(
            margins, margin => double.IsFinite(margin) ? margin / support.Count : double.NegativeInfinity));

        void AddScores(HeadDotProducts products, int position, int first)
        {
            for (var i = 0; i < products.Count; i++)
            {
                var (isNearest, margin) = Compare(products.GetProducts(i), packedMeans.GetColumn(support.GetClass(first + i)));
                var norm = products.ComputeNorm(i);
                successCounts[position] += isNearest ? 1 : 0;
                margins[position] += norm > 0 ? margin / norm : margin;
            }
        }
    }

    /// <summary>
    /// Selects the best heads at the last token: by success count, among equals by mean margin, then the lower layer, then the lower index.
    /// </summary>
    /// <param name="count">Number of heads.</param>
    /// <returns>Positions in <see cref="Layout"/>, best head first.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1 or above the number of heads.</exception>
    public int[] SelectBest(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var heads = Layout.FindPositions(FeatureKind.LastToken);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, heads.Length);
        return [.. heads
            .OrderByDescending(position => _successCounts[position])
            .ThenByDescending(position => _meanMargins[position])
            .ThenBy(position => Layout[position].Layer)
            .ThenBy(position => Layout[position].Index)
            .Take(count)];
    }

    // The first of equal classes is the nearest. Without a column of its own (a class without a mean), an example is never a success.
    private static (bool IsNearest, float Margin) Compare(ReadOnlySpan<float> products, int own)
    {
        if (own < 0)
            return (false, float.NaN);
        var before = FindGreatest(products[..own]);
        var after = FindGreatest(products[(own + 1)..]);
        return (products[own] > before && products[own] >= after, products[own] - Math.Max(before, after));
    }

    private static float FindGreatest(ReadOnlySpan<float> products)
    {
        var greatest = products.IsEmpty ? float.NaN : TensorPrimitives.MaxNumber(products);
        return float.IsNaN(greatest) ? float.NegativeInfinity : greatest;
    }
}
