using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Microsoft.ML.Sav.Heads;

/// <summary>
/// Sums of head vectors per class, from which <see cref="ClassMeans"/> are computed. Examples can be summed in parts, on several threads or
/// machines, and merged in any order. Memory is taken only for classes that have examples. Not safe to use from several threads.
/// </summary>
public sealed class ClassSums : IDisposable
{
    private readonly int[] _exampleCounts;

    // [classes][vectorLength], null for a class without examples. Pooled: first-touch page faults dominate otherwise.
    private double[]?[]? _sums;

    /// <summary>Creates sums of no examples.</summary>
    /// <param name="layout">The heads that each example's vectors hold.</param>
    /// <param name="classCount">Number of classes; at least 1.</param>
    public ClassSums(FeatureLayout layout, int classCount)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 1);
        Layout = layout;
        _exampleCounts = new int[classCount];
        _sums = new double[classCount][];
    }

    /// <summary>The heads that each example's vectors hold.</summary>
    public FeatureLayout Layout { get; }

    /// <summary>Number of classes.</summary>
    public int ClassCount => _exampleCounts.Length;

    /// <summary>Adds one example.</summary>
    /// <param name="vectors">The head vectors, <see cref="FeatureLayout.VectorLength"/> floats.</param>
    /// <param name="classIndex">Class of the example, from 0.</param>
    public void Add(ReadOnlySpan<float> vectors, int classIndex)
    {
        if (vectors.Length != Layout.VectorLength)
            throw new ArgumentException($"Expected {Layout.VectorLength} floats per example, found {vectors.Length}.", nameof(vectors));
        ArgumentOutOfRangeException.ThrowIfNegative(classIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(classIndex, ClassCount);
        Add(vectors, GetOrRentSums(classIndex));
        _exampleCounts[classIndex]++;
    }

    /// <summary>Adds the examples of other sums.</summary>
    /// <exception cref="ArgumentException">The other sums have other heads or another number of classes.</exception>
    public void Merge(ClassSums other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!Layout.Equals(other.Layout) || ClassCount != other.ClassCount)
            throw new ArgumentException("Sums to merge should have the same heads and the same number of classes.", nameof(other));
        for (var c = 0; c < ClassCount; c++)
        {
            if (other._exampleCounts[c] == 0)
                continue;
            var sums = GetOrRentSums(c);
            TensorPrimitives.Add(sums, other.GetOrRentSums(c), sums);
            _exampleCounts[c] += other._exampleCounts[c];
        }
    }

    /// <summary>Computes the mean head vectors per class. A class without examples has no mean.</summary>
    public ClassMeans ComputeClassMeans()
    {
        var noMean = new float[Layout.VectorLength];
        return new ClassMeans(
            Layout, [.. _exampleCounts.Select((count, c) => count == 0 ? noMean : Divide(GetOrRentSums(c), count))], [.. _exampleCounts]);
    }

    /// <summary>Releases the memory of the sums. Class means that were computed stay valid.</summary>
    public void Dispose()
    {
        foreach (var sums in (Interlocked.Exchange(ref _sums, null) ?? []).OfType<double[]>())
            ArrayPool<double>.Shared.Return(sums);
    }

    // Optimised at once: training ends before tiered compilation would get there.
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

    private Span<double> GetOrRentSums(int classIndex)
    {
        ObjectDisposedException.ThrowIf(_sums is null, this);
        if (_sums[classIndex] is null)
        {
            _sums[classIndex] = ArrayPool<double>.Shared.Rent(Layout.VectorLength);
            _sums[classIndex].AsSpan(0, Layout.VectorLength).Clear();
        }
        return _sums[classIndex].AsSpan(0, Layout.VectorLength);
    }

    private static float[] Divide(ReadOnlySpan<double> sums, int count)
    {
        var mean = new float[sums.Length];
        for (var i = 0; i < mean.Length; i++)
            mean[i] = (float)(sums[i] / count);
        return mean;
    }
}
