using System.Numerics.Tensors;

namespace Microsoft.ML.Sav.Heads;

/// <summary>How well each head alone tells the classes of a support set apart.</summary>
public sealed class HeadScores
{
    // so many examples at a time make threads' work long enough to share it out
    private const int BlockLength = 126;

    // floats of an example that are read at a time: enough for the processor to notice and read ahead
    private const int GroupLength = 512;

    private readonly int[] _successCounts;
    private readonly double[] _meanMargins;

    private HeadScores(HeadLayout layout, int[] successCounts, double[] meanMargins)
    {
        Layout = layout;
        _successCounts = successCounts;
        _meanMargins = meanMargins;
    }

    /// <summary>The heads.</summary>
    public HeadLayout Layout { get; }

    /// <summary>Number of examples whose nearest class mean by cosine is their own class's; one value a head.</summary>
    public IReadOnlyList<int> SuccessCounts => _successCounts;

    /// <summary>Mean over the examples of the cosine with the own class mean less the greatest other one; one value a head.</summary>
    public IReadOnlyList<double> MeanMargins => _meanMargins;

    /// <summary>
    /// Scores every head by re-substitution: each example's own vector is part of its class mean (arXiv 2412.00142, section 3).
    /// </summary>
    /// <param name="support">The examples.</param>
    /// <param name="means">Class means over the same heads.</param>
    public static HeadScores Measure(SupportSet support, ClassMeans means)
    {
        ArgumentNullException.ThrowIfNull(support);
        ArgumentNullException.ThrowIfNull(means);
        var layout = support.Layout;
        var successCounts = new int[layout.Count];
        var margins = new double[layout.Count];
        using var directions = new ClassDirections(means);
        var groups = layout.Groups(GroupLength);
        var start = 0;
        foreach (var block in support.VectorBlocks(BlockLength))
        {
            // a head's sums go through the examples in their order, so that they do not depend on the threads
            Parallel.For(0, groups.Length, group =>
            {
                using var products = new HeadProducts(directions, groups[group]);
                for (var first = 0; first < block.Count; first += products.Count)
                {
                    products.Read(block, first);
                    for (var position = groups[group].Start.Value; position < groups[group].End.Value; position++)
                    {
                        products.Multiply(position);
                        AddUp(products, position, start + first);
                    }
                }
            });
            start += block.Count;
        }
        // a head whose vectors are not numbers ranks last among its equals
        return new HeadScores(layout, successCounts, Array.ConvertAll(
            margins, margin => double.IsFinite(margin) ? margin / support.Count : double.NegativeInfinity));

        void AddUp(HeadProducts products, int position, int first)
        {
            for (var i = 0; i < products.Count; i++)
            {
                var (isNearest, margin) = Compare(products.Of(i), support.Class(first + i));
                var norm = products.Norm(i);
                successCounts[position] += isNearest ? 1 : 0;
                margins[position] += norm > 0 ? margin / norm : margin;
            }
        }
    }

    /// <summary>
    /// Positions of the <paramref name="count"/> best heads, best first: by success count, then by mean margin, then the lower layer,
    /// then the lower head.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1 or above the number of heads.</exception>
    public int[] Best(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Layout.Count);
        return [.. Enumerable.Range(0, Layout.Count)
            .OrderByDescending(position => _successCounts[position])
            .ThenByDescending(position => _meanMargins[position])
            .ThenBy(position => Layout[position].Layer)
            .ThenBy(position => Layout[position].Index)
            .Take(count)];
    }

    /// <summary>Whether the own class is the nearest (the lowest among equals), and by how much.</summary>
    /// <param name="cosines">One value a class; not a number for a class that is never the nearest.</param>
    /// <param name="own">The own class.</param>
    private static (bool IsNearest, float Margin) Compare(ReadOnlySpan<float> cosines, int own)
    {
        var lower = Greatest(cosines[..own]);
        var higher = Greatest(cosines[(own + 1)..]);
        return (cosines[own] > lower && cosines[own] >= higher, cosines[own] - Math.Max(lower, higher));
    }

    private static float Greatest(ReadOnlySpan<float> cosines)
    {
        var greatest = cosines.IsEmpty ? float.NaN : TensorPrimitives.MaxNumber(cosines);
        return float.IsNaN(greatest) ? float.NegativeInfinity : greatest;
    }
}
