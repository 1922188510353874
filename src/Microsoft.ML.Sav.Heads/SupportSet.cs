namespace Microsoft.ML.Sav.Heads;

/// <summary>The labelled examples that a classifier is made from: one row of head vectors and one class each.</summary>
public sealed class SupportSet
{
    private readonly List<float[]> _vectors = [];
    private readonly List<int> _classes = [];

    /// <summary>Creates an empty support set.</summary>
    /// <param name="layout">The heads that each example's vectors hold.</param>
    /// <param name="classCount">Number of classes; at least 1.</param>
    public SupportSet(HeadLayout layout, int classCount)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 1);
        Layout = layout;
        ClassCount = classCount;
    }

    /// <summary>The heads that each example's vectors hold.</summary>
    public HeadLayout Layout { get; }

    /// <summary>Number of classes.</summary>
    public int ClassCount { get; }

    /// <summary>Number of examples.</summary>
    public int Count => _vectors.Count;

    /// <summary>Adds one example. The array is kept, not copied.</summary>
    /// <param name="vectors">The head vectors, <see cref="HeadLayout.VectorLength"/> floats.</param>
    /// <param name="classIndex">The example's class, from 0.</param>
    public void Add(float[] vectors, int classIndex)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        if (vectors.Length != Layout.VectorLength)
            throw new ArgumentException($"The layout has {Layout.VectorLength} floats an example, found {vectors.Length}.", nameof(vectors));
        ArgumentOutOfRangeException.ThrowIfNegative(classIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(classIndex, ClassCount);
        _vectors.Add(vectors);
        _classes.Add(classIndex);
    }

    /// <summary>Head vectors of an example.</summary>
    public ReadOnlySpan<float> Vectors(int example) => _vectors[example];

    /// <summary>Class of an example.</summary>
    public int Class(int example) => _classes[example];

    /// <summary>Number of classes that have an example.</summary>
    public int CountClassesWithExamples() => _classes.Distinct().Count();

    /// <summary>The raw mean of every class at every head.</summary>
    public ClassMeans ComputeClassMeans()
    {
        var sums = new ClassSums(Layout, ClassCount);
        for (var example = 0; example < Count; example++)
            sums.Add(Vectors(example), Class(example));
        return sums.ToMeans();
    }
}
