using System.Numerics.Tensors;
using Microsoft.ML.Sav.Heads.LinearAlgebra;

namespace Microsoft.ML.Sav.Heads.Gaussian;

/// <summary>
/// Gaussian classifier of one feature: a mean per class and one covariance for all classes, shrunk towards a sphere, on vectors of length 1.
/// The covariance is (S + lambda I) / (N - 1 + d), with S the scatter within classes, lambda = tr(S) / (N - 1), N examples and d values:
/// the shrinkage of HEC (arXiv 2603.24181). Without scatter within classes, as with one example per class, S is 0 and lambda the variance
/// of all examples.
/// </summary>
internal sealed class FeatureGaussian
{
    private readonly FeatureVectors _feature;
    private readonly RowSpace _space;
    private readonly CholeskyFactor _factor; // of S + lambda I

    private FeatureGaussian(FeatureVectors feature, ExampleClasses classes)
    {
        _feature = feature;
        _space = RowSpace.Create(feature.Vectors);
        Classes = classes;
        var (examples, size) = (feature.Vectors.RowCount, feature.Vectors.ColumnCount);
        Scale = examples - 1 + size;

        Whitened = _space.Coordinates.Copy();
        Means = ComputeMeans(Whitened, classes);
        var (scatter, trace) = ComputeScatter(Whitened, Means, classes);
        IsSpherical = trace <= FeatureVectors.SmallestVariance * examples;
        if (IsSpherical)
            scatter.Values.Clear();
        var lambda = (IsSpherical ? feature.Scatter : trace) / (examples - 1);
        for (var i = 0; i < scatter.RowCount; i++)
            scatter[i, i] += lambda;
        _factor = CholeskyFactor.Create(scatter);
        for (var i = 0; i < examples; i++)
            _factor.SolveLower(Whitened.GetRow(i));
        Means = ComputeMeans(Whitened, classes);
    }

    /// <summary>Fits the classifier to all examples.</summary>
    /// <returns><see langword="null"/> if the feature's vectors are all the same, or have a NaN or infinity.</returns>
    public static FeatureGaussian? Fit(ILabelledExamples examples, int position, ExampleClasses classes)
    {
        var feature = new FeatureVectors(examples.ReadFeature(position), examples.Layout[position].Size);
        return feature.IsInformative ? new FeatureGaussian(feature, classes) : null;
    }

    public ExampleClasses Classes { get; }

    /// <summary>Factor from squared distances of whitened vectors to squared Mahalanobis distances.</summary>
    public double Scale { get; }

    /// <summary>Whether the examples of each class are all the same, so that nothing is known about the covariance within classes.</summary>
    public bool IsSpherical { get; }

    /// <summary>Share of the spherical covariance in the covariance.</summary>
    public double Shrinkage => IsSpherical ? 1 : _feature.Vectors.ColumnCount / Scale;

    /// <summary>The examples' vectors, in coordinates in which S + lambda I is the identity. [examples, dimensions]</summary>
    public Matrix Whitened { get; }

    /// <summary>Class means of <see cref="Whitened"/>. [classes, dimensions]</summary>
    public Matrix Means { get; }

    /// <summary>
    /// Computes the classifier as a linear map of vectors of length 1. Over the classes, weights and biases add up to 0, which the softmax
    /// does not see.
    /// </summary>
    /// <returns>[classes, size] and one bias per class.</returns>
    public (Matrix Weights, double[] Biases) ComputeLinearMap()
    {
        var weights = new Matrix(Classes.Count, _feature.Mean.Length);
        var biases = new double[Classes.Count];
        var center = new double[Means.ColumnCount];
        for (var c = 0; c < Classes.Count; c++)
            TensorPrimitives.MultiplyAdd(Means.GetRow(c), 1.0 / Classes.Count, center, center);
        var direction = new double[Means.ColumnCount];
        for (var c = 0; c < Classes.Count; c++)
        {
            TensorPrimitives.Subtract(Means.GetRow(c), center, direction);
            _factor.SolveUpper(direction);
            TensorPrimitives.Multiply(_space.Expand(direction), Scale, weights.GetRow(c));
            biases[c] = (-0.5 * Scale * TensorPrimitives.SumOfSquares<double>(Means.GetRow(c)))
                - TensorPrimitives.Dot<double>(weights.GetRow(c), _feature.Mean);
        }
        TensorPrimitives.Subtract(biases, TensorPrimitives.Average<double>(biases), biases);
        return (weights, biases);
    }

    private static Matrix ComputeMeans(Matrix vectors, ExampleClasses classes)
    {
        var means = new Matrix(classes.Count, vectors.ColumnCount);
        for (var c = 0; c < classes.Count; c++)
        {
            var mean = means.GetRow(c);
            foreach (var example in classes.GetExamples(c))
                TensorPrimitives.Add(mean, vectors.GetRow(example), mean);
            TensorPrimitives.Divide(mean, classes.GetExamples(c).Length, mean);
        }
        return means;
    }

    // Lower triangle of the scatter within classes, and its trace.
    private static (Matrix Scatter, double Trace) ComputeScatter(Matrix vectors, Matrix means, ExampleClasses classes)
    {
        // [dimensions, examples]: dot products along the examples
        var deviations = new Matrix(vectors.ColumnCount, vectors.RowCount);
        for (var i = 0; i < vectors.RowCount; i++)
        {
            var vector = vectors.GetRow(i);
            var mean = means.GetRow(classes.GetClass(i));
            for (var j = 0; j < vector.Length; j++)
                deviations[j, i] = vector[j] - mean[j];
        }
        var scatter = new Matrix(vectors.ColumnCount, vectors.ColumnCount);
        var trace = 0.0;
        for (var j = 0; j < scatter.RowCount; j++)
        {
            for (var k = 0; k <= j; k++)
                scatter[j, k] = TensorPrimitives.Dot<double>(deviations.GetRow(j), deviations.GetRow(k));
            trace += scatter[j, j];
        }
        return (scatter, trace);
    }
}
