using System.Numerics.Tensors;
using Microsoft.ML.Sav.Heads.LinearAlgebra;

namespace Microsoft.ML.Sav.Heads.Gaussian;

/// <summary>
/// Gaussian classifier of one feature: a mean per class and one covariance for all classes, shrunk towards a sphere, on vectors of length 1.
/// The covariance is (S + lambda I) / (N - 1 + f d), with S the scatter within classes, lambda = f tr(S) / (N - 1), N examples and d values. For
/// heads f is 1, the shrinkage of HEC (arXiv 2603.24181); the features of whole images have many values, which vary less independently, and
/// classified better with less shrinkage on the image sets of docs/results.md. Without scatter within classes, as with one example per class, S is 0 and lambda the variance
/// of all examples. Class sizes are no priors: examples are collected to show the classes, not drawn as they occur.
/// </summary>
internal sealed class FeatureGaussian
{
    // f above, for features of vision encoder and projector.
    private const double ImageShrinkage = 0.5;

    private readonly double _sphereCount; // f d
    private readonly CholeskyFactor _factor; // of S + lambda I

    private FeatureGaussian(FeatureVectors feature, ExampleClasses classes, double shrinkage)
    {
        Feature = feature;
        Space = RowSpace.Create(feature.Vectors);
        Classes = classes;
        var examples = feature.Vectors.RowCount;

        Whitened = Space.Coordinates.Copy();
        var (_, scatter, trace) = ClassScatter.Compute(Whitened, classes);
        IsSpherical = trace <= FeatureVectors.SmallestVariance * examples;
        if (IsSpherical)
        {
            scatter.Values.Clear();
            shrinkage = 1;
        }
        _sphereCount = shrinkage * feature.Vectors.ColumnCount;
        Scale = examples - 1 + _sphereCount;
        Lambda = shrinkage * (IsSpherical ? feature.Scatter : trace) / (examples - 1);
        TotalLambda = shrinkage * feature.Scatter / (examples - 1);
        for (var i = 0; i < scatter.RowCount; i++)
            scatter[i, i] += Lambda;
        _factor = CholeskyFactor.Create(scatter);
        for (var i = 0; i < examples; i++)
            _factor.SolveLower(Whitened.GetRow(i));
        Means = ClassScatter.ComputeMeans(Whitened, classes);
        Spread = ComputeSpread();
    }

    /// <summary>Fits the classifier to all examples.</summary>
    /// <returns><see langword="null"/> if the feature's vectors are all the same, or have a NaN or infinity.</returns>
    public static FeatureGaussian? Fit(ILabelledExamples examples, int position, ExampleClasses classes)
    {
        var feature = new FeatureVectors(examples.ReadFeature(position), examples.Layout[position].Size);
        var shrinkage = examples.Layout[position].IsHead ? 1 : ImageShrinkage;
        return feature.IsInformative ? new FeatureGaussian(feature, classes, shrinkage) : null;
    }

    public ExampleClasses Classes { get; }

    /// <summary>The examples' vectors, centred.</summary>
    public FeatureVectors Feature { get; }

    /// <summary>Coordinates of the examples' vectors in the space that they span.</summary>
    public RowSpace Space { get; }

    /// <summary>Lambda of the scatter within classes.</summary>
    public double Lambda { get; }

    /// <summary>Lambda of the scatter of all examples around their common mean, with the same share of its trace.</summary>
    public double TotalLambda { get; }

    /// <summary>Factor from squared distances of whitened vectors to squared Mahalanobis distances.</summary>
    public double Scale { get; }

    /// <summary>Whether the examples of each class are all the same, so that nothing is known about the covariance within classes.</summary>
    public bool IsSpherical { get; }

    /// <summary>Share of the spherical covariance in the covariance.</summary>
    public double Shrinkage => IsSpherical ? 1 : _sphereCount / Scale;

    /// <summary>The examples' vectors, in coordinates in which S + lambda I is the identity. [examples, dimensions]</summary>
    public Matrix Whitened { get; }

    /// <summary>Class means of <see cref="Whitened"/>. [classes, dimensions]</summary>
    public Matrix Means { get; }

    /// <summary>
    /// Expected squared Mahalanobis distance between an example and the true mean of its class, from the distances of examples to the mean of
    /// the others of their class. The mean of n examples is 1/n of it away from the true mean, so that much is subtracted from distances:
    /// otherwise classes with few examples, and the own class in leave-one-out, look farther than they are (Moran and Murphy 1979).
    /// </summary>
    public double Spread { get; }

    /// <summary>Computes the classifier as a linear map, see <see cref="ComputeLinearMap(double, double[])"/>.</summary>
    public (Matrix Weights, double[] Biases) ComputeLinearMap() =>
        ComputeLinearMap(Scale, [.. Enumerable.Range(0, Classes.Count).Select(c => 0.5 * Spread / Classes.GetExamples(c).Length)]);

    /// <summary>
    /// Computes the linear map of vectors of length 1 to the logits -1/2 scale * squared distance of whitened vectors + offset. Over the
    /// classes, weights and biases add up to 0, which the softmax does not see.
    /// </summary>
    /// <param name="scale">Factor of squared distances.</param>
    /// <param name="offsets">What is added to the logits, one per class.</param>
    /// <returns>[classes, size] and one bias per class.</returns>
    public (Matrix Weights, double[] Biases) ComputeLinearMap(double scale, double[] offsets)
    {
        var weights = new Matrix(Classes.Count, Feature.Mean.Length);
        var biases = new double[Classes.Count];
        var center = new double[Means.ColumnCount];
        for (var c = 0; c < Classes.Count; c++)
            TensorPrimitives.MultiplyAdd(Means.GetRow(c), 1.0 / Classes.Count, center, center);
        var direction = new double[Means.ColumnCount];
        for (var c = 0; c < Classes.Count; c++)
        {
            TensorPrimitives.Subtract(Means.GetRow(c), center, direction);
            _factor.SolveUpper(direction);
            TensorPrimitives.Multiply(Space.Expand(direction), scale, weights.GetRow(c));
            biases[c] = offsets[c] - (0.5 * scale * TensorPrimitives.SumOfSquares<double>(Means.GetRow(c)))
                - TensorPrimitives.Dot<double>(weights.GetRow(c), Feature.Mean);
        }
        TensorPrimitives.Subtract(biases, TensorPrimitives.Average<double>(biases), biases);
        return (weights, biases);
    }

    /// <summary>Solves (S + lambda I) x = b for the b whose whitened vector is given, in place. In coordinates of <see cref="Space"/>.</summary>
    public void SolveWhitened(Span<double> vector) => _factor.SolveUpper(vector);

    /// <summary>Computes (S + lambda I)^-1. [dimensions, dimensions]</summary>
    public Matrix ComputePrecision() => _factor.Invert();

    private double ComputeSpread()
    {
        if (IsSpherical)
            return 0;
        var sum = 0.0;
        var deviation = new double[Means.ColumnCount];
        foreach (var example in Classes.Scored)
        {
            var own = Classes.GetClass(example);
            var count = (double)Classes.GetExamples(own).Length;
            TensorPrimitives.Subtract(Whitened.GetRow(example), Means.GetRow(own), deviation);
            var t = TensorPrimitives.SumOfSquares<double>(deviation) * count / (count - 1);
            sum += t / (1 - t);
        }
        return Scale * sum / Classes.Scored.Length;
    }
}
