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

    private readonly double[] _priors; // [classes with examples]: logarithm, divided by the temperature

    public HecHeads(ILabelledExamples examples)
    {
        Examples = examples;
        Classes = new ExampleClasses(examples);
        _priors = ComputePriors(c => Classes.GetExamples(c).Length, Classes.ExampleCount);
    }

    /// <summary>The examples, with the heads alone.</summary>
    public ILabelledExamples Examples { get; }

    /// <summary>Classes of the examples.</summary>
    public ExampleClasses Classes { get; }

    /// <summary>Fits a head and computes the mean probability of the own class over all examples.</summary>
    public double ComputeMeanProbability(int position)
    {
        var gaussian = FeatureGaussian.Fit(Examples, position, Classes);
        var sum = 0.0;
        var probabilities = new double[Classes.Count];
        for (var example = 0; example < Classes.ExampleCount; example++)
        {
            for (var c = 0; c < probabilities.Length; c++)
                probabilities[c] = _priors[c] - (gaussian is null ? 0 : 0.5 * GetScale(position) * ComputeSquaredDistance(gaussian, example, c));
            Softmax.TryCompute(probabilities);
            sum += probabilities[Classes.GetClass(example)];
        }
        return sum / Classes.ExampleCount;
    }

    /// <summary>
    /// Fits a head without each of <see cref="ExampleClasses.Scored"/> in turn, and computes the mean probability of the own class over the other
    /// examples, and the probabilities of the example.
    /// </summary>
    /// <returns>[examples]</returns>
    public (double MeanProbability, double[] Probabilities)[] ComputeLeaveOneOut(int position)
    {
        var results = new (double, double[])[Classes.ExampleCount];
        var feature = new FeatureVectors(Examples.ReadFeature(position), Examples.Layout[position].Size);
        var head = feature.IsInformative ? new HecHeadWithoutExamples(feature, GetScale(position), Classes) : null;
        foreach (var example in Classes.Scored)
        {
            var priors = ComputePriors(c => Classes.CountOthers(example, c), Classes.ExampleCount - 1);
            results[example] = head?.Compute(example, priors) ?? ComputeByPriors(example, priors);
        }
        return results;
    }

    /// <summary>Fits a head and computes its logits as a linear map of vectors of length 1.</summary>
    /// <returns>[classes with examples, size] and one bias per class.</returns>
    public (Matrix Weights, double[] Biases) ComputeLinearMap(int position) =>
        FeatureGaussian.Fit(Examples, position, Classes)?.ComputeLinearMap(GetScale(position), _priors)
        ?? (new Matrix(Classes.Count, Examples.Layout[position].Size), _priors);

    private (double MeanProbability, double[] Probabilities) ComputeByPriors(int example, double[] probabilities)
    {
        Softmax.TryCompute(probabilities);
        return (probabilities.Index().Sum(c => c.Item * Classes.CountOthers(example, c.Index)) / (Classes.ExampleCount - 1), probabilities);
    }

    private double[] ComputePriors(Func<int, int> count, int total) =>
        [.. Enumerable.Range(0, Classes.Count).Select(c => Math.Log((double)count(c) / total) / Temperature)];

    private double GetScale(int position) => Examples.Layout[position].Size / Temperature;

    private static double ComputeSquaredDistance(FeatureGaussian gaussian, int example, int classIndex)
    {
        var distance = TensorPrimitives.Distance<double>(gaussian.Whitened.GetRow(example), gaussian.Means.GetRow(classIndex));
        return distance * distance;
    }
}
