using System.Collections;

namespace Microsoft.ML.Sav.Heads;

/// <summary>The examples that a classifier was trained on, in their order. Immutable.</summary>
public sealed class TrainingExamples : IReadOnlyList<TrainingExample>
{
    /// <summary>Greatest number of bytes of all examples together, since ML.NET's model files hold them in one array.</summary>
    internal const long MaxByteCount = 2_000_000_000;

    private readonly IReadOnlyList<TrainingExample> _examples;

    /// <summary>Collects examples.</summary>
    /// <param name="layout">The features of each example.</param>
    /// <param name="classCount">Number of classes.</param>
    /// <param name="examples">The examples; not copied, and must not change afterwards.</param>
    /// <exception cref="InvalidOperationException">There are more than <see cref="MaxByteCount"/> bytes.</exception>
    internal TrainingExamples(FeatureLayout layout, int classCount, IReadOnlyList<TrainingExample> examples)
    {
        RequireCount(layout, examples.Count);
        (Layout, ClassCount, _examples) = (layout, classCount, examples);
    }

    /// <summary>The features of each example: all those that training could choose from.</summary>
    public FeatureLayout Layout { get; }

    /// <summary>Number of classes.</summary>
    public int ClassCount { get; }

    /// <summary>Number of examples.</summary>
    public int Count => _examples.Count;

    /// <summary>An example, from 0 in the order of training.</summary>
    public TrainingExample this[int index] => _examples[index];

    /// <summary>Creates a support set of the examples, to train on. Their features are shared, not copied.</summary>
    public SupportSet CreateSupportSet()
    {
        var support = new SupportSet(Layout, ClassCount, long.MaxValue);
        foreach (var example in _examples)
            support.Add(example.VectorArray, example.Class);
        return support;
    }

    /// <inheritdoc/>
    public IEnumerator<TrainingExample> GetEnumerator() => _examples.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Checks that a number of examples can be kept.</summary>
    /// <exception cref="InvalidOperationException">They have more than <see cref="MaxByteCount"/> bytes.</exception>
    internal static void RequireCount(FeatureLayout layout, int count)
    {
        var bytes = (long)layout.VectorLength * sizeof(float);
        if (count * bytes > MaxByteCount)
        {
            throw new InvalidOperationException(
                $"A model keeps at most {MaxByteCount / bytes} training examples of {layout.VectorLength} floats ({MaxByteCount:N0} bytes), and there are more. "
                + "Train without KeepExamples, or set DepthBudget for fewer features.");
        }
    }
}
