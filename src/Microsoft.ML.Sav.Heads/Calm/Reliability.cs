using System.Numerics.Tensors;

namespace Microsoft.ML.Sav.Heads.Calm;

/// <summary>
/// How reliable each head is per class: the mean over held-out examples of the class of how far their class's probability exceeds that of
/// the best other class, at least 0 (arXiv 2602.07077). Immutable and thread-safe.
/// </summary>
internal sealed class Reliability
{
    private readonly ILabelledExamples _examples;
    private readonly float[][] _margins; // [heads][examples]
    private readonly double[][] _sums; // [classes][heads]: of margins
    private readonly int[] _counts; // [classes]: held-out examples
    private readonly double[] _headMeans; // [heads]: over the classes with a mean
    private readonly double _mean;

    private Reliability(HeldOutProbabilities heldOut, float[][] margins)
    {
        _examples = heldOut.Examples;
        _margins = margins;
        _counts = new int[heldOut.Means.ClassCount];
        _sums = [.. _counts.Select(_ => new double[margins.Length])];
        for (var example = 0; example < _examples.Count; example++)
        {
            if (!heldOut.CanHoldOut(example))
                continue;
            var own = _examples.GetClass(example);
            _counts[own]++;
            for (var position = 0; position < margins.Length; position++)
                _sums[own][position] += margins[position][example];
        }
        var classes = Enumerable.Range(0, _counts.Length).Where(c => heldOut.Means.GetExampleCount(c) > 0).ToArray();
        _headMeans = [.. Enumerable.Range(0, margins.Length).Select(position => classes.Average(c => Get(position, c)))];
        _mean = _headMeans.Average();
    }

    /// <summary>Mean reliability per head over the classes.</summary>
    public IReadOnlyList<double> HeadMeans => _headMeans;

    /// <summary>Computes the reliability of all heads.</summary>
    public static Reliability Compute(HeldOutProbabilities heldOut, ParallelOptions parallel)
    {
        var margins = new float[heldOut.Means.Layout.Count][];
        Parallel.For(0, margins.Length, parallel, position => margins[position] = ComputeMargins(heldOut, position));
        return new Reliability(heldOut, margins);
    }

    /// <summary>Reliability of a head for a class; 0 if the class has no held-out examples.</summary>
    public double Get(int position, int classIndex) => _counts[classIndex] == 0 ? 0 : _sums[classIndex][position] / _counts[classIndex];

    /// <summary>Computes the weights of the heads for a class, which add up to 1.</summary>
    public float[] ComputeWeights(int classIndex, CalmOptions options) => ComputeWeights(_sums[classIndex], _counts[classIndex], options);

    /// <summary>
    /// Computes the weights of the heads for the class of a held-out example, without the example's own part in the reliability. With two
    /// examples, the other could not have been held out.
    /// </summary>
    public float[] ComputeWeightsWithout(int example, CalmOptions options)
    {
        var own = _examples.GetClass(example);
        var count = _counts[own] <= 2 ? 0 : _counts[own] - 1;
        return ComputeWeights([.. _sums[own].Select((sum, position) => sum - _margins[position][example])], count, options);
    }

    private float[] ComputeWeights(double[] sums, int count, CalmOptions options)
    {
        var share = count == 0 ? 0 : count / (count + options.Shrinkage);
        var weights = Array.ConvertAll(sums, sum => (1 - share) * _mean + (count == 0 ? 0 : share * sum / count));
        var kept = FindBest(weights, Math.Min(options.HeadsPerClass ?? weights.Length, weights.Length));
        var total = kept.Sum(position => weights[position]);
        var normalised = new float[weights.Length];
        foreach (var position in kept)
            normalised[position] = total > 0 ? (float)(weights[position] / total) : 1f / kept.Length;
        return normalised;
    }

    // Among heads that are equally reliable for the class, those that are so for all classes.
    private int[] FindBest(double[] weights, int count) => [.. Enumerable.Range(0, weights.Length)
        .OrderByDescending(position => weights[position])
        .ThenByDescending(position => _headMeans[position])
        .Take(count)];

    private static float[] ComputeMargins(HeldOutProbabilities heldOut, int position)
    {
        var vectors = heldOut.Examples.ReadFeature(position);
        var margins = new float[heldOut.Examples.Count];
        var probabilities = new double[heldOut.Means.ClassCount];
        for (var example = 0; example < margins.Length; example++)
        {
            if (heldOut.CanHoldOut(example) && heldOut.TryCompute(position, vectors, example, probabilities))
                margins[example] = (float)ComputeMargin(probabilities, heldOut.Examples.GetClass(example));
        }
        return margins;
    }

    private static double ComputeMargin(Span<double> probabilities, int own)
    {
        var probability = probabilities[own];
        probabilities[own] = 0;
        return Math.Max(0, probability - TensorPrimitives.Max<double>(probabilities));
    }
}
