using System.Numerics.Tensors;

namespace Microsoft.ML.Sav.Heads.Stacking;

/// <summary>Logits of several experts for the same examples. Per expert and example they add up to 0.</summary>
internal sealed class ExpertLogits
{
    private readonly double[][] _logits; // [experts][examples of the arrays, classes]
    private readonly int[] _classes; // [examples of the arrays]
    private readonly int[] _examples; // indices in the arrays

    /// <param name="logits">[experts][examples, classes]; not copied.</param>
    /// <param name="classes">Own class of each example.</param>
    /// <param name="classCount">Number of classes.</param>
    public ExpertLogits(double[][] logits, int[] classes, int classCount)
        : this(logits, classes, classCount, [.. Enumerable.Range(0, classes.Length)])
    {
    }

    private ExpertLogits(double[][] logits, int[] classes, int classCount, int[] examples)
    {
        _logits = logits;
        _classes = classes;
        ClassCount = classCount;
        _examples = examples;
    }

    /// <summary>Number of experts.</summary>
    public int ExpertCount => _logits.Length;

    /// <summary>Number of examples.</summary>
    public int Count => _examples.Length;

    /// <summary>Number of classes.</summary>
    public int ClassCount { get; }

    /// <summary>Own class of an example.</summary>
    public int GetClass(int example) => _classes[_examples[example]];

    /// <summary>Logits of an expert for an example, one per class.</summary>
    public ReadOnlySpan<double> GetLogits(int expert, int example) => _logits[expert].AsSpan(_examples[example] * ClassCount, ClassCount);

    /// <summary>The logits of some experts.</summary>
    public ExpertLogits SelectExperts(IEnumerable<int> experts) => new([.. experts.Select(expert => _logits[expert])], _classes, ClassCount, _examples);

    /// <summary>The logits for some examples.</summary>
    public ExpertLogits SelectExamples(IEnumerable<int> examples) => new(_logits, _classes, ClassCount, [.. examples.Select(example => _examples[example])]);

    /// <summary>Adds up the experts' logits for an example.</summary>
    /// <param name="weights">Factor per expert.</param>
    /// <param name="example">The example.</param>
    /// <param name="sum">Receives one value per class.</param>
    public void Combine(ReadOnlySpan<double> weights, int example, Span<double> sum)
    {
        sum.Clear();
        for (var expert = 0; expert < ExpertCount; expert++)
            TensorPrimitives.MultiplyAdd(GetLogits(expert, example), weights[expert], sum, sum);
    }

    /// <summary>Counts the examples whose own class has an expert's greatest logit.</summary>
    public int CountCorrect(int expert) =>
        Enumerable.Range(0, Count).Count(example => TensorPrimitives.IndexOfMax(GetLogits(expert, example)) == GetClass(example));

    /// <summary>Computes the size of an expert's logits.</summary>
    public double ComputeRootMeanSquare(int expert)
    {
        var sum = 0.0;
        for (var example = 0; example < Count; example++)
            sum += TensorPrimitives.SumOfSquares(GetLogits(expert, example));
        return Math.Sqrt(sum / Count / ClassCount);
    }

    /// <summary>Computes the probabilities of the classes for an example: the softmax of the weighted sum.</summary>
    public double[] ComputeProbabilities(ReadOnlySpan<double> weights, int example)
    {
        var probabilities = new double[ClassCount];
        Combine(weights, example, probabilities);
        TensorPrimitives.Subtract(probabilities, TensorPrimitives.Max<double>(probabilities), probabilities);
        TensorPrimitives.SoftMax<double>(probabilities, probabilities);
        return probabilities;
    }
}
