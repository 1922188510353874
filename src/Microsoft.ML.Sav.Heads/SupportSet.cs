using Microsoft.ML.Sav.Heads.Vectors;

namespace Microsoft.ML.Sav.Heads;

/// <summary>
/// The labelled examples that a classifier is made from: one row of head vectors and one class each. Class sums are kept up to date as
/// examples are added. The vectors, which scoring the heads needs again, stay in memory up to a limit; those beyond it lie in half
/// precision in a temporary file, which goes when this is disposed of or the process ends.
/// </summary>
/// <remarks>
/// Class means are exact wherever the vectors lie. In the file, each head's vector is scaled by a power of two, so that values of any
/// size keep 11 bits; success counts can differ where an example is as near to two classes to within that.
/// </remarks>
public sealed class SupportSet : IDisposable
{
    /// <summary>Default limit of the vectors in memory: 16 MiB.</summary>
    public const long DefaultMemoryLimit = 16L << 20;

    private readonly long _memoryLimit;
    private readonly ClassSums _sums;
    private readonly List<int> _classes = [];
    private readonly MemoryVectors _inMemory;
    private MappedVectors? _beyond;

    /// <summary>Creates an empty support set.</summary>
    /// <param name="layout">The heads that each example's vectors hold.</param>
    /// <param name="classCount">Number of classes; at least 1.</param>
    /// <param name="memoryLimit">Bytes of vectors to hold in memory.</param>
    public SupportSet(HeadLayout layout, int classCount, long memoryLimit = DefaultMemoryLimit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(memoryLimit);
        _sums = new ClassSums(layout, classCount);
        _memoryLimit = memoryLimit;
        _inMemory = new MemoryVectors(layout);
    }

    /// <summary>The heads that each example's vectors hold.</summary>
    public HeadLayout Layout => _sums.Layout;

    /// <summary>Number of classes.</summary>
    public int ClassCount => _sums.ClassCount;

    /// <summary>Number of examples.</summary>
    public int Count => _classes.Count;

    /// <summary>Adds one example.</summary>
    /// <param name="vectors">The head vectors, <see cref="HeadLayout.VectorLength"/> floats; must not change afterwards.</param>
    /// <param name="classIndex">The example's class, from 0.</param>
    /// <exception cref="IOException">The temporary file cannot be written.</exception>
    public void Add(float[] vectors, int classIndex)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        ArgumentOutOfRangeException.ThrowIfNegative(classIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(classIndex, ClassCount);
        _sums.Add(vectors, classIndex);
        if (_beyond is null && (_inMemory.Count + 1L) * Layout.VectorLength * sizeof(float) <= _memoryLimit)
            _inMemory.Add(vectors);
        else
            (_beyond ??= new MappedVectors(Layout)).Add(vectors);
        _classes.Add(classIndex);
    }

    /// <summary>Class of an example.</summary>
    public int Class(int example) => _classes[example];

    /// <summary>Number of classes that have an example.</summary>
    public int CountClassesWithExamples() => _classes.Distinct().Count();

    /// <summary>The raw mean of every class at every head.</summary>
    public ClassMeans ComputeClassMeans() => _sums.ToMeans();

    /// <summary>Deletes the temporary file, where there is one, and gives memory back. Class means that were computed stay.</summary>
    public void Dispose()
    {
        _beyond?.Dispose();
        _sums.Dispose();
    }

    /// <summary>All vectors, some examples at a time, in the order in which they were added.</summary>
    /// <param name="length">Greatest number of examples at a time.</param>
    internal IEnumerable<IVectorBlock> VectorBlocks(int length)
    {
        foreach (var store in new IVectorStore?[] { _inMemory, _beyond }.OfType<IVectorStore>())
        {
            for (var start = 0; start < store.Count; start += length)
            {
                using var block = store.Open(start, Math.Min(length, store.Count - start));
                yield return block;
            }
        }
    }
}
