using Microsoft.ML.Sav.Heads.VectorStorage;

namespace Microsoft.ML.Sav.Heads;

/// <summary>
/// The labelled examples that a classifier is trained on: head vectors and a class per example. Vectors up to a memory limit stay in
/// memory; the others are written in half precision to a temporary file, which is deleted on <see cref="Dispose"/> or when the process
/// ends. Not safe to use from several threads.
/// </summary>
/// <remarks>
/// Class means are exact in either case. In the file each head's vector is scaled by a power of two, so values of any magnitude keep 11
/// bits; a success count can differ if an example is equally near to two classes within that precision.
/// </remarks>
public sealed class SupportSet : ILabelledExamples, IDisposable
{
    /// <summary>Default memory limit: 64 MiB of vectors.</summary>
    public const long DefaultMemoryLimit = 64L << 20;

    private readonly long _memoryLimit;
    private readonly ClassSums _sums;
    private readonly List<int> _classes = [];
    private readonly MemoryVectorStore _memory;
    private TemporaryFileVectorStore? _file;

    /// <summary>Creates an empty support set.</summary>
    /// <param name="layout">The heads that each example's vectors hold.</param>
    /// <param name="classCount">Number of classes; at least 1. Only classes with examples take memory.</param>
    /// <param name="memoryLimit">Bytes of vectors to keep in memory. Default: <see cref="DefaultMemoryLimit"/>.</param>
    public SupportSet(FeatureLayout layout, int classCount, long memoryLimit = DefaultMemoryLimit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(memoryLimit);
        _sums = new ClassSums(layout, classCount);
        _memoryLimit = memoryLimit;
        _memory = new MemoryVectorStore(layout);
    }

    /// <summary>The heads that each example's vectors hold.</summary>
    public FeatureLayout Layout => _sums.Layout;

    /// <summary>Number of classes.</summary>
    public int ClassCount => _sums.ClassCount;

    /// <summary>Number of examples.</summary>
    public int Count => _classes.Count;

    /// <summary>Adds one example.</summary>
    /// <param name="vectors">The head vectors, <see cref="FeatureLayout.VectorLength"/> floats; not copied, and must not change afterwards.</param>
    /// <param name="classIndex">Class of the example, from 0.</param>
    /// <exception cref="IOException">The temporary file cannot be written.</exception>
    public void Add(float[] vectors, int classIndex)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        _sums.Add(vectors, classIndex);
        if (_file is null && (_memory.Count + 1L) * Layout.VectorLength * sizeof(float) <= _memoryLimit)
            _memory.Add(vectors);
        else
            (_file ??= new TemporaryFileVectorStore(Layout)).Add(vectors);
        _classes.Add(classIndex);
    }

    /// <summary>Class of an example.</summary>
    /// <param name="example">The example, from 0 in the order in which examples were added.</param>
    public int GetClass(int example) => _classes[example];

    /// <summary>Counts the classes that have at least one example.</summary>
    public int CountClassesWithExamples() => _classes.Distinct().Count();

    /// <summary>Computes the mean head vectors per class.</summary>
    public ClassMeans ComputeClassMeans() => _sums.ComputeClassMeans();

    /// <summary>Deletes the temporary file and releases memory. Class means that were computed stay valid.</summary>
    public void Dispose()
    {
        _file?.Dispose();
        _sums.Dispose();
    }

    /// <inheritdoc/>
    float[] ILabelledExamples.ReadFeature(int position)
    {
        var size = Layout[position].Size;
        var values = new float[Count * size];
        var buffer = new float[size];
        var example = 0;
        foreach (var block in ReadVectors(Count))
        {
            for (var i = 0; i < block.Count; i++)
                block.ReadVectors(i, position..(position + 1), buffer).AsSpan().CopyTo(values.AsSpan(size * example++));
        }
        return values;
    }

    /// <summary>Reads all vectors, block by block, in the order in which examples were added. A block is valid until the next.</summary>
    /// <param name="blockLength">Greatest number of examples per block.</param>
    internal IEnumerable<IVectorBlock> ReadVectors(int blockLength)
    {
        foreach (var store in new IVectorStore?[] { _memory, _file }.OfType<IVectorStore>())
        {
            for (var start = 0; start < store.Count; start += blockLength)
            {
                using var block = store.Open(start, Math.Min(blockLength, store.Count - start));
                yield return block;
            }
        }
    }
}
