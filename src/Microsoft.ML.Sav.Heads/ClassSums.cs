using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Microsoft.ML.Sav.Heads;

/// <summary>Sums of head vectors by class, from which class means follow. Sums of separate examples can be merged, in any order.</summary>
public sealed class ClassSums : IDisposable
{
    private double[]? _sums; // [classes, vectorLength]; pooled, because memory that was never touched is slow
    private readonly int[] _counts;

    /// <summary>Creates sums over no examples.</summary>
    public ClassSums(HeadLayout layout, int classCount)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 1);
        Layout = layout;
        _counts = new int[classCount];
        ArgumentOutOfRangeException.ThrowIfGreaterThan(classCount, Array.MaxLength / layout.VectorLength);
        _sums = ArrayPool<double>.Shared.Rent(classCount * layout.VectorLength);
        _sums.AsSpan(0, classCount * layout.VectorLength).Clear();
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
        _counts[classIndex]++;
        Add(vectors, SumsOf(classIndex));
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
            TensorPrimitives.Add(SumsOf(c), other.SumsOf(c), SumsOf(c));
        }
    }

    /// <summary>The mean of each class; a class without examples has no mean.</summary>
    public ClassMeans ToMeans() => new(Layout, [.. _counts.Index().Select(c => Mean(SumsOf(c.Index), c.Item))], [.. _counts]);

    /// <summary>Gives the memory of the sums back.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _sums, null) is { } sums)
            ArrayPool<double>.Shared.Return(sums);
    }

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

    private Span<double> SumsOf(int classIndex)
    {
        ObjectDisposedException.ThrowIf(_sums is null, this);
        return _sums.AsSpan(classIndex * Layout.VectorLength, Layout.VectorLength);
    }

    private static float[] Mean(ReadOnlySpan<double> sums, int count)
    {
        var mean = new float[sums.Length];
        for (var i = 0; i < mean.Length && count > 0; i++)
            mean[i] = (float)(sums[i] / count);
        return mean;
    }
}
