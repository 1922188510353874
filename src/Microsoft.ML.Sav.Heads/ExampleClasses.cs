namespace Microsoft.ML.Sav.Heads;

/// <summary>The classes of examples, numbered without the classes that have no example.</summary>
internal sealed class ExampleClasses
{
    private readonly int[] _classes; // [examples]
    private readonly int[][] _examples; // [classes][examples of the class]

    /// <exception cref="ArgumentException">Fewer than two classes have examples.</exception>
    public ExampleClasses(ILabelledExamples examples)
    {
        var groups = Enumerable.Range(0, examples.Count).GroupBy(examples.GetClass).OrderBy(group => group.Key).ToArray();
        if (groups.Length < 2)
            throw new ArgumentException($"Training needs examples of at least two classes, found {groups.Length}.", nameof(examples));
        Present = [.. groups.Select(group => group.Key)];
        TotalClassCount = examples.ClassCount;
        _examples = [.. groups.Select(group => group.ToArray())];
        _classes = new int[examples.Count];
        for (var c = 0; c < _examples.Length; c++)
        {
            foreach (var example in _examples[c])
                _classes[example] = c;
        }
        Scored = [.. _examples.Where(group => group.Length > 1).SelectMany(group => group)];
    }

    /// <summary>Number of examples.</summary>
    public int ExampleCount => _classes.Length;

    /// <summary>Number of classes with examples.</summary>
    public int Count => _examples.Length;

    /// <summary>Number of classes, those without examples included.</summary>
    public int TotalClassCount { get; }

    /// <summary>The classes with examples, as numbered by <see cref="ILabelledExamples"/>.</summary>
    public IReadOnlyList<int> Present { get; }

    /// <summary>
    /// Examples whose class has others, class by class: without the only example of a class there is nothing to score it by.
    /// </summary>
    public int[] Scored { get; }

    /// <summary>Whether the class of an example has others.</summary>
    public bool HasOthers(int example) => _examples[_classes[example]].Length > 1;

    /// <summary>Class of an example.</summary>
    public int GetClass(int example) => _classes[example];

    /// <summary>The examples of a class, in their order.</summary>
    public ReadOnlySpan<int> GetExamples(int classIndex) => _examples[classIndex];

    /// <summary>Number of examples of a class, without one that is left out.</summary>
    public int CountOthers(int example, int classIndex) => _examples[classIndex].Length - (classIndex == _classes[example] ? 1 : 0);

    /// <summary>Number of examples per class, those without examples included.</summary>
    public int[] CountExamples()
    {
        var counts = new int[TotalClassCount];
        for (var c = 0; c < Count; c++)
            counts[Present[c]] = _examples[c].Length;
        return counts;
    }
}
