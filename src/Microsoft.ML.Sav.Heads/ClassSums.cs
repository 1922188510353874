using System.Numerics;
using System.Runtime.CompilerServices;

namespace Microsoft.ML.Sav.Heads;

/// <summary>Sums of head vectors by class, from which class means follow. Sums of separate examples can be merged, in any order.</summary>
public sealed class ClassSums
{
    private readonly double[][] _sums; // [classes][vectorLength]
    private readonly int[] _counts;

    /// <summary>Creates sums over no examples.</summary>
    public ClassSums(HeadLayout layout, int classCount)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 1);
        Layout = layout;
        _counts = new int[classCount];
        _sums = [.. Enumerable.Range(0, classCount).Select(_ => new double[layout.VectorLength])];
    }

    /// <summary>The heads that are summed.</summary>
    public HeadLayout Layout { get; }

    /// <summary>Number of classes.</summary>
    public int ClassCount => _counts.Length;

    /// <summary>Adds one example.</summary>
    public void Add(ReadOnlySpan<float> vectors, int classIndex)
    {
        if (vectors.Length != Layout.VectorLength)
            throw new ArgumentException($"The layout has {Layout.VectorLength} floats an example, found {vectors.Length}.", nameof(vectors));
        Add(vectors, _sums[classIndex]);
        _counts[classIndex]++;
    }

    /// <summary>Adds the examples of other sums.</summary>
    public void Merge(ClassSums other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!Layout.Equals(other.Layout) || _counts.Length != other._counts.Length)
            throw new ArgumentException("Sums can be merged when they have the same heads and classes.", nameof(other));
        for (var c = 0; c < _counts.Length; c++)
        {
            _counts[c] += other._counts[c];
            for (var i = 0; i < _sums[c].Length; i++)
                _sums[c][i] += other._sums[c][i];
        }
    }

    /// <summary>The mean of each class; a class without examples has no mean.</summary>
    public ClassMeans ToMeans() => new(Layout, [.. _sums.Zip(_counts, Mean)], [.. _counts]);

    // training is over before code that was compiled in haste at first is compiled again
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(ReadOnlySpan<float> vectors, Span<double> sums)
    {
        var i = 0;
        for (; i <= vectors.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(vectors[i..]), out var lower, out var upper);
            (new Vector<double>(sums[i..]) + lower).CopyTo(sums[i..]);
            (new Vector<double>(sums[(i + Vector<double>.Count)..]) + upper).CopyTo(sums[(i + Vector<double>.Count)..]);
        }
        for (; i < vectors.Length; i++)
            sums[i] += vectors[i];
    }

    private static float[] Mean(double[] sum, int count) =>
        count == 0 ? new float[sum.Length] : Array.ConvertAll(sum, value => (float)(value / count));
}
