namespace Microsoft.ML.Sav.Heads;

/// <summary>The features of one kind of labelled examples. Thread-safe.</summary>
internal sealed class FeatureSubset : ILabelledExamples
{
    private readonly ILabelledExamples _examples;
    private readonly int[] _positions;
    private readonly int[] _exampleCounts;

    private FeatureSubset(ILabelledExamples examples, int[] positions, int[] exampleCounts)
    {
        _examples = examples;
        _positions = positions;
        _exampleCounts = exampleCounts;
        Layout = examples.Layout.Subset(positions);
    }

    public FeatureLayout Layout { get; }

    public int ClassCount => _examples.ClassCount;

    public int Count => _examples.Count;

    /// <summary>Number of examples per class.</summary>
    public ReadOnlySpan<int> ExampleCounts => _exampleCounts;

    /// <summary>Selects the features of a kind.</summary>
    /// <exception cref="ArgumentException">There is no feature of the kind, or fewer than two classes have examples.</exception>
    public static FeatureSubset Create(ILabelledExamples examples, FeatureKind kind)
    {
        ArgumentNullException.ThrowIfNull(examples);
        var positions = examples.Layout.FindPositions(kind);
        if (positions.Length == 0)
            throw new ArgumentException($"Expected features of the kind {kind}, found none among {examples.Layout.Count} features.", nameof(examples));

        var exampleCounts = new int[examples.ClassCount];
        for (var example = 0; example < examples.Count; example++)
            exampleCounts[examples.GetClass(example)]++;
        if (exampleCounts.Count(count => count > 0) is < 2 and var found)
            throw new ArgumentException($"Expected examples of at least two classes, found {found}.", nameof(examples));
        return new FeatureSubset(examples, positions, exampleCounts);
    }

    public int GetClass(int example) => _examples.GetClass(example);

    public float[] ReadFeature(int position) => _examples.ReadFeature(_positions[position]);
}
