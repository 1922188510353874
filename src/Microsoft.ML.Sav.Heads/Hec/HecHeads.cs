using System.Numerics.Tensors;
using Microsoft.ML.Sav.Heads.Gaussian;
using Microsoft.ML.Sav.Heads.LinearAlgebra;

namespace Microsoft.ML.Sav.Heads.Hec;

/// <summary>
/// HEC-V's classifiers of single heads (arXiv 2603.24181): a Gaussian per class with the covariance (S + lambda I) / d of
/// <see cref="FeatureGaussian"/>, the share of examples as prior, and logits that are divided by 10. A head whose vectors are all the same, or
/// have a NaN, gives the prior alone.
/// </summary>
internal sealed class HecHeads
{
    /// <summary>Divisor of the logits.</summary>
    private const double Temperature = 10;

    private readonly ILabelledExamples _examples;
    private readonly ExampleClasses _classes;
    private readonly double[] _priors; // [classes with examples]: logarithm, divided by the temperature

    public HecHeads(ILabelledExamples examples, ExampleClasses classes)
    {
        _examples = examples;
        _classes = classes;
        _priors = ComputePriors(c => classes.GetExamples(c).Length, classes.ExampleCount);
    }

    /// <summary>Fits a head and computes the mean probability of the own class over all examples.</summary>
    public double ComputeMeanProbability(int position)
    {
        var gaussian = FeatureGaussian.Fit(_examples, position, _classes);
        var sum = 0.0;
        var probabilities = new double[_classes.Count];
        for (var example = 0; example < _classes.ExampleCount; example++)
        {
            for (var c = 0; c < probabilities.Length; c++)
                probabilities[c] = _priors[c] - (gaussian is null ? 0 : 0.5 * GetScale(position) * ComputeSquaredDistance(gaussian, example, c));
            Softmax.TryCompute(probabilities);
            sum += probabilities[_classes.GetClass(example)];
        }
        return sum / _classes.ExampleCount;
    }

    /// <summary>
    /// Fits a head without each of <see cref="ExampleClasses.Scored"/> in turn, and computes the mean probability of the own class over the other
    /// examples, and the probabilities of the example.
    /// </summary>
    /// <returns>[examples]</returns>
    public (double MeanProbability, double[] Probabilities)[] ComputeLeaveOneOut(int position)
    {
        var results = new (double, double[])[_classes.ExampleCount];
        var feature = new FeatureVectors(_examples.ReadFeature(position), _examples.Layout[position].Size);
        var head = feature.IsInformative ? new HecHeadWithoutExamples(feature, GetScale(position), _classes) : null;
        foreach (var example in _classes.Scored)
        {
            var priors = ComputePriors(c => _classes.CountOthers(example, c), _classes.ExampleCount - 1);
            results[example] = head?.Compute(example, priors) ?? ComputeByPriors(example, priors);
        }
        return results;
    }

    /// <summary>Fits a head and computes its logits as a linear map of vectors of length 1.</summary>
    /// <returns>[classes with examples, size] and one bias per class.</returns>
    public (Matrix Weights, double[] Biases) ComputeLinearMap(int position) =>
        FeatureGaussian.Fit(_examples, position, _classes)?.ComputeLinearMap(GetScale(position), _priors)
        ?? (new Matrix(_classes.Count, _examples.Layout[position].Size), _priors);

    private (double MeanProbability, double[] Probabilities) ComputeByPriors(int example, double[] probabilities)
    {
        Softmax.TryCompute(probabilities);
        return (probabilities.Index().Sum(c => c.Item * _classes.CountOthers(example, c.Index)) / (_classes.ExampleCount - 1), probabilities);
    }

    private double[] ComputePriors(Func<int, int> count, int total) =>
        [.. Enumerable.Range(0, _classes.Count).Select(c => Math.Log((double)count(c) / total) / Temperature)];

    private double GetScale(int position) => _examples.Layout[position].Size / Temperature;

    private static double ComputeSquaredDistance(FeatureGaussian gaussian, int example, int classIndex)
    {
        var distance = TensorPrimitives.Distance<double>(gaussian.Whitened.GetRow(example), gaussian.Means.GetRow(classIndex));
        return distance * distance;
    }
}
