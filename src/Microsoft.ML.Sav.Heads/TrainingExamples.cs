using System.Collections;
using System.Numerics.Tensors;

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

    /// <summary>Finds the examples that are nearest to another one, by mean cosine over some features; the nearest first.</summary>
    /// <param name="layout">The features to compare, some of <see cref="Layout"/>.</param>
    /// <param name="vectors">Their vectors of the other example.</param>
    /// <param name="count">Number of examples to return; all if there are fewer.</param>
    /// <exception cref="ArgumentException">The examples lack a feature, or the vectors have another length.</exception>
    public IReadOnlyList<NearestExample> FindNearest(FeatureLayout layout, ReadOnlyMemory<float> vectors, int count)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        layout.RequireLength(vectors.Span, nameof(vectors));
        int[] positions = [.. layout.Select(Layout.FindPosition)];
        if (positions.Contains(-1))
            throw new ArgumentException($"The examples lack the feature {layout[Array.IndexOf(positions, -1)]}.", nameof(layout));
        return [.. _examples.Select((example, i) => new NearestExample(i, ComputeSimilarity(example))).OrderByDescending(example => example.Similarity).Take(count)];

        double ComputeSimilarity(TrainingExample example) =>
            positions.Index().Average(position => Cosine(layout.Slice(vectors.Span, position.Index), Layout.Slice(example.Vectors.Span, position.Item)));
    }

    /// <inheritdoc/>
    public IEnumerator<TrainingExample> GetEnumerator() => _examples.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // 0 if a vector is zero, as those of images are without an image.
    private static double Cosine(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        var lengths = (double)TensorPrimitives.Norm(first) * TensorPrimitives.Norm(second);
        return lengths > 0 ? TensorPrimitives.Dot(first, second) / lengths : 0;
    }

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
