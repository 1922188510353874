using System.Numerics.Tensors;

namespace Microsoft.ML.Sav.Heads.Hec;

/// <summary>
/// A Gaussian classifier of one head's vectors, scaled to length 1, whose classes share a covariance (arXiv 2603.24181): the logits of a
/// softmax are linear in the vector.
/// </summary>
internal sealed class GaussianHead
{
    /// <summary>Divisor of the logits.</summary>
    private const double Temperature = 10;

    // Below this, differences of vectors of length 1 are rounding errors.
    private const double LeastScatter = 1e-12;

    private readonly FeatureSubset _examples;
    private readonly NormalizedVectors _vectors;
    private readonly double[] _weights; // [classes, size]
    private readonly double[] _biases; // [classes]

    private GaussianHead(FeatureSubset examples, NormalizedVectors vectors)
    {
        _examples = examples;
        _vectors = vectors;
        _weights = new double[examples.ClassCount * vectors.Size];
        _biases = new double[examples.ClassCount];
        for (var c = 0; c < _biases.Length; c++)
            _biases[c] = Math.Log((double)examples.ExampleCounts[c] / examples.Count) / Temperature;
    }

    /// <summary>Fits the classifier.</summary>
    /// <param name="examples">The examples.</param>
    /// <param name="position">Position of the head.</param>
    public static GaussianHead Fit(FeatureSubset examples, int position)
    {
        var vectors = NormalizedVectors.Read(examples, position);
        var head = new GaussianHead(examples, vectors);
        if (FactorCovariance(vectors, examples.Count) is { } covariance)
            head.ComputeMap(covariance);
        return head;
    }

    /// <summary>Weights of a class.</summary>
    public ReadOnlySpan<double> GetWeights(int classIndex) => _weights.AsSpan(classIndex * _vectors.Size, _vectors.Size);

    /// <summary>Bias of a class; negative infinity if it has no examples.</summary>
    public double GetBias(int classIndex) => _biases[classIndex];

    /// <summary>Computes the mean probability of the true class over the examples that the classifier was fitted to.</summary>
    public double ComputeMeanProbability()
    {
        var sum = 0.0;
        var probabilities = new double[_examples.ClassCount];
        for (var example = 0; example < _examples.Count; example++)
        {
            for (var c = 0; c < probabilities.Length; c++)
                probabilities[c] = _biases[c] + TensorPrimitives.Dot(GetWeights(c), _vectors.Get(example));
            if (Softmax.TryCompute(probabilities))
                sum += probabilities[_examples.GetClass(example)];
        }
        return sum / _examples.Count;
    }

    // The scatter within the classes S, with its trace shared over N - 1 on the diagonal. Without any (one example per class, say), the scatter
    // of all vectors takes the place of the trace. Null if vectors are constant or have a NaN: they cannot separate classes.
    private static CholeskyFactor? FactorCovariance(NormalizedVectors vectors, int count)
    {
        var scatter = vectors.ComputeScatter();
        var trace = Enumerable.Range(0, vectors.Size).Sum(i => scatter[(i * vectors.Size) + i]);
        if (trace <= LeastScatter)
        {
            Array.Clear(scatter);
            trace = vectors.ComputeSpread();
        }
        if (!(trace > LeastScatter))
            return null;
        for (var i = 0; i < vectors.Size; i++)
            scatter[(i * vectors.Size) + i] += trace / (count - 1);
        return CholeskyFactor.Compute(scatter, vectors.Size);
    }

    // With P = size * inverse, logit_c = -1/2 (x - mean_c)' P (x - mean_c) + log prior, without what is the same for all classes. Means minus
    // the mean of all vectors give smaller weights, which keep more digits in single precision.
    private void ComputeMap(CholeskyFactor covariance)
    {
        var difference = new double[_vectors.Size];
        for (var c = 0; c < _biases.Length; c++)
        {
            if (_examples.ExampleCounts[c] == 0)
                continue;
            var weights = _weights.AsSpan(c * _vectors.Size, _vectors.Size);
            TensorPrimitives.Subtract(_vectors.GetClassMean(c), _vectors.Mean, difference);
            difference.CopyTo(weights);
            covariance.Solve(weights);
            TensorPrimitives.Multiply(weights, _vectors.Size / Temperature, weights);
            _biases[c] -= TensorPrimitives.Dot<double>(weights, _vectors.Mean) + (TensorPrimitives.Dot<double>(weights, difference) / 2);
        }
    }
}
