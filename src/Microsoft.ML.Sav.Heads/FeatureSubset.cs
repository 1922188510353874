namespace Microsoft.ML.Sav.Heads;

/// <summary>The features of one kind of labelled examples. Thread-safe.</summary>
internal sealed class FeatureSubset : ILabelledExamples
{
    private readonly ILabelledExamples _examples;
    private readonly int[] _positions;

    private FeatureSubset(ILabelledExamples examples, int[] positions)
    {
        _examples = examples;
        _positions = positions;
        Layout = examples.Layout.Subset(positions);
    }

    public FeatureLayout Layout { get; }

    public int ClassCount => _examples.ClassCount;

    public int Count => _examples.Count;

    /// <summary>Selects the features of a kind.</summary>
    /// <exception cref="ArgumentException">There is no feature of the kind, or fewer than two classes have examples.</exception>
    public static FeatureSubset Create(ILabelledExamples examples, FeatureKind kind)
    {
        ArgumentNullException.ThrowIfNull(examples);
        var positions = examples.Layout.FindPositions(kind);
        if (positions.Length == 0)
            throw new ArgumentException($"Expected features of the kind {kind}, found none among {examples.Layout.Count} features.", nameof(examples));
        if (Enumerable.Range(0, examples.Count).Select(examples.GetClass).Distinct().Count() is < 2 and var found)
            throw new ArgumentException($"Expected examples of at least two classes, found {found}.", nameof(examples));
        return new FeatureSubset(examples, positions);
    }

    public int GetClass(int example) => _examples.GetClass(example);

    public ClassMeans ComputeClassMeans() => _examples.ComputeClassMeans().Subset(_positions);

    public float[] ReadFeature(int position) => _examples.ReadFeature(_positions[position]);
}
