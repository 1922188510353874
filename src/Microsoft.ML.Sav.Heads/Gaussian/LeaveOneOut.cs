using System.Numerics.Tensors;

namespace Microsoft.ML.Sav.Heads.Gaussian;

/// <summary>
/// Logits of training examples, each by a <see cref="FeatureGaussian"/> that was fitted without it: exact, by a rank-one update of mean and
/// covariance. Lambda, the factor (N - 1 + f d) and the spread stay as they are. Not safe to use from several threads.
/// </summary>
internal sealed class LeaveOneOut
{
    private readonly FeatureGaussian _gaussian;
    private readonly double[] _meanNorms; // squared, [classes]
    private readonly double[] _ownProducts; // of each mean with that of the current class, [classes]
    private readonly double[] _projections; // [classes]
    private readonly double[] _offsets; // of the logits, if no example is left out, [classes]
    private int _currentClass = -1;

    public LeaveOneOut(FeatureGaussian gaussian)
    {
        _gaussian = gaussian;
        _ownProducts = new double[gaussian.Classes.Count];
        _meanNorms = new double[gaussian.Classes.Count];
        _projections = new double[gaussian.Classes.Count];
        _offsets = new double[gaussian.Classes.Count];
        for (var c = 0; c < _meanNorms.Length; c++)
        {
            _meanNorms[c] = TensorPrimitives.SumOfSquares<double>(gaussian.Means.GetRow(c));
            _offsets[c] = 0.5 * gaussian.Spread / gaussian.Classes.GetExamples(c).Length;
        }
    }

    /// <summary>Computes the logits of an example, minus their mean. Fastest if examples come class by class.</summary>
    /// <param name="example">One of <see cref="ExampleClasses.Scored"/>.</param>
    /// <param name="logits">Receives one value per class with examples.</param>
    /// <param name="keepsCovariance">Whether the example is left out of the mean of its class alone, and the covariance stays that of all examples.</param>
    public void ComputeLogits(int example, Span<double> logits, bool keepsCovariance = false)
    {
        ComputeSquaredDistances(example, logits, keepsCovariance);
        TensorPrimitives.MultiplyAdd(logits, -0.5 * _gaussian.Scale, _offsets, logits);
        var own = _gaussian.Classes.GetClass(example);
        logits[own] += (0.5 * _gaussian.Spread / _gaussian.Classes.CountOthers(example, own)) - _offsets[own];
        TensorPrimitives.Subtract(logits, TensorPrimitives.Average<double>(logits), logits);
    }

    /// <summary>Computes the squared distances of an example from the class means, in coordinates in which S + lambda I, without the example, is the identity.</summary>
    /// <param name="example">One of <see cref="ExampleClasses.Scored"/>.</param>
    /// <param name="distances">Receives one value per class with examples.</param>
    /// <param name="keepsCovariance">See <see cref="ComputeLogits"/>.</param>
    public void ComputeSquaredDistances(int example, Span<double> distances, bool keepsCovariance = false)
    {
        // With u = x - mean of the own class, a = n / (n - 1) and t = u'Au, leaving x out changes A = (S + lambda I)^-1
        // to A + a Au u'A / (1 - a t), and the own mean by -u / (n - 1).
        var own = _gaussian.Classes.GetClass(example);
        var count = (double)_gaussian.Classes.GetExamples(own).Length;
        MoveTo(own);
        var vector = _gaussian.Whitened.GetRow(example);
        var squaredNorm = TensorPrimitives.SumOfSquares<double>(vector);
        _gaussian.Means.Multiply(vector, distances);
        var ownProduct = distances[own];
        var a = count / (count - 1);
        var t = squaredNorm - (2 * ownProduct) + _meanNorms[own];
        var update = _gaussian.IsSpherical || keepsCovariance ? 0 : a / (1 - (a * t));
        // (x - mean)'Au, then squared
        TensorPrimitives.Subtract(_ownProducts, distances, _projections);
        TensorPrimitives.Add(_projections, squaredNorm - ownProduct, _projections);
        TensorPrimitives.Multiply<double>(_projections, _projections, _projections);
        TensorPrimitives.MultiplyAdd(distances, -2, _meanNorms, distances);
        TensorPrimitives.Add(distances, squaredNorm, distances);
        TensorPrimitives.MultiplyAdd(_projections, update, distances, distances);
        distances[own] = a * a * t * (1 + (update * t));
    }

    private void MoveTo(int classIndex)
    {
        if (_currentClass == classIndex)
            return;
        _gaussian.Means.Multiply(_gaussian.Means.GetRow(classIndex), _ownProducts);
        _currentClass = classIndex;
    }
}
