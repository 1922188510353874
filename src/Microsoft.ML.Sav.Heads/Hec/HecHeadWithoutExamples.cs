using System.Numerics.Tensors;
using Microsoft.ML.Sav.Heads.Gaussian;
using Microsoft.ML.Sav.Heads.LinearAlgebra;

namespace Microsoft.ML.Sav.Heads.Hec;

/// <summary>
/// A head of <see cref="HecHeads"/>, fitted to all examples but one, for each example in turn. In coordinates of the eigenvectors of the scatter S,
/// S + lambda I is diagonal for the lambda of any example, and leaving the example out changes it by rank one. Not safe to use from several threads.
/// </summary>
internal sealed class HecHeadWithoutExamples
{
    private readonly FeatureVectors _feature;
    private readonly double _scale;
    private readonly ExampleClasses _classes;
    private readonly double _trace; // of S
    private readonly double[] _eigenvalues; // of S
    private readonly Matrix _vectors; // of the examples: [examples, dimensions]
    private readonly Matrix _means; // [classes, dimensions]

    // Without the current example, the logit of class c for x is weights_c'x + offset_c - update (direction'x - projection_c)^2.
    private readonly Matrix _weights; // [classes, dimensions]
    private readonly double[] _offsets; // [classes]
    private readonly double[] _direction; // [dimensions]
    private readonly double[] _projections; // [classes]
    private double _update;

    /// <param name="feature">The head's vectors, which differ.</param>
    /// <param name="scale">Factor of squared distances in the logits.</param>
    /// <param name="classes">Classes of the examples.</param>
    public HecHeadWithoutExamples(FeatureVectors feature, double scale, ExampleClasses classes)
    {
        (_feature, _scale, _classes) = (feature, scale, classes);
        var coordinates = RowSpace.Create(feature.Vectors).Coordinates;
        var (means, scatter, trace) = ClassScatter.Compute(coordinates, classes);
        _trace = trace;
        // Positive definite, with the same eigenvectors.
        var shift = Math.Max(trace / classes.ExampleCount, FeatureVectors.SmallestVariance);
        for (var i = 0; i < scatter.RowCount; i++)
            scatter[i, i] += shift;
        var (values, eigenvectors) = EigenDecomposition.Create(scatter);
        _eigenvalues = Array.ConvertAll(values, value => Math.Max(0, value - shift));
        _vectors = coordinates.MultiplyTransposed(eigenvectors);
        _means = means.MultiplyTransposed(eigenvectors);
        _weights = new Matrix(classes.Count, values.Length);
        _offsets = new double[classes.Count];
        _direction = new double[values.Length];
        _projections = new double[classes.Count];
    }

    /// <summary>Fits the head without an example.</summary>
    /// <param name="example">One of <see cref="ExampleClasses.Scored"/>.</param>
    /// <param name="logPriors">Logarithm of the prior per class, divided by the temperature.</param>
    /// <returns>Mean probability of the own class over the other examples, and the example's probability per class with examples.</returns>
    public (double MeanProbability, double[] Probabilities) Compute(int example, double[] logPriors)
    {
        Fit(example, logPriors);
        var probabilities = ComputeProbabilities();
        var sum = 0.0;
        for (var other = 0; other < _classes.ExampleCount; other++)
            sum += other == example ? 0 : probabilities[_classes.GetClass(other), other];
        return (sum / (_classes.ExampleCount - 1), [.. Enumerable.Range(0, _classes.Count).Select(c => probabilities[c, example])]);
    }

    private void Fit(int example, double[] logPriors)
    {
        // With u = x - mean of the own class and a = n / (n - 1), S becomes S - a uu', and the own mean moves by -u / (n - 1).
        var own = _classes.GetClass(example);
        var count = (double)_classes.GetExamples(own).Length;
        var a = count / (count - 1);
        TensorPrimitives.Subtract(_vectors.GetRow(example), _means.GetRow(own), _direction);
        _means.Values.CopyTo(_weights.Values);
        TensorPrimitives.MultiplyAdd(_direction, -1 / (count - 1), _weights.GetRow(own), _weights.GetRow(own));

        var trace = _trace - (a * TensorPrimitives.SumOfSquares<double>(_direction));
        var (precision, isSpherical) = ComputePrecision(example, trace);
        var deviation = (double[])_direction.Clone();
        TensorPrimitives.Multiply(_direction, precision, _direction);
        _update = isSpherical ? 0 : 0.5 * _scale * a / (1 - (a * TensorPrimitives.Dot<double>(deviation, _direction)));
        for (var c = 0; c < _offsets.Length; c++)
        {
            var mean = _weights.GetRow(c);
            _projections[c] = TensorPrimitives.Dot<double>(mean, _direction);
            TensorPrimitives.Multiply(mean, precision, deviation);
            _offsets[c] = logPriors[c] - (0.5 * _scale * TensorPrimitives.Dot<double>(mean, deviation));
            TensorPrimitives.Multiply(deviation, _scale, mean);
        }
    }

    // Diagonal of (S + lambda I)^-1, with the lambda without the example, as FeatureGaussian has it; 0 if the other examples do not differ.
    private (double[] Precision, bool IsSpherical) ComputePrecision(int example, double trace)
    {
        var others = _classes.ExampleCount - 1.0;
        var total = _feature.Scatter - ((others + 1) / others * TensorPrimitives.SumOfSquares<double>(_vectors.GetRow(example)));
        var isSpherical = trace <= FeatureVectors.SmallestVariance * others;
        var lambda = (isSpherical ? total : trace) / (others - 1);
        if (total <= FeatureVectors.SmallestVariance * others)
            return (new double[_eigenvalues.Length], true);
        return (Array.ConvertAll(_eigenvalues, value => 1 / ((isSpherical ? 0 : value) + lambda)), isSpherical);
    }

    // [classes, examples]: operations along the examples are the fastest.
    private Matrix ComputeProbabilities()
    {
        var logits = _weights.MultiplyTransposed(_vectors);
        var projections = new double[_classes.ExampleCount];
        for (var i = 0; i < projections.Length; i++)
            projections[i] = TensorPrimitives.Dot<double>(_vectors.GetRow(i), _direction);
        var distances = new double[projections.Length];
        var greatest = new double[projections.Length];
        Array.Fill(greatest, double.NegativeInfinity);
        for (var c = 0; c < _offsets.Length; c++)
        {
            TensorPrimitives.Subtract(projections, _projections[c], distances);
            TensorPrimitives.Multiply(distances, distances, distances);
            TensorPrimitives.MultiplyAdd(distances, -_update, logits.GetRow(c), logits.GetRow(c));
            TensorPrimitives.Add(logits.GetRow(c), _offsets[c], logits.GetRow(c));
            TensorPrimitives.Max(greatest, logits.GetRow(c), greatest);
        }
        var sums = new double[projections.Length];
        for (var c = 0; c < _offsets.Length; c++)
        {
            TensorPrimitives.Subtract(logits.GetRow(c), greatest, logits.GetRow(c));
            TensorPrimitives.Exp<double>(logits.GetRow(c), logits.GetRow(c));
            TensorPrimitives.Add(sums, logits.GetRow(c), sums);
        }
        for (var c = 0; c < _offsets.Length; c++)
            TensorPrimitives.Divide(logits.GetRow(c), sums, logits.GetRow(c));
        return logits;
    }
}
