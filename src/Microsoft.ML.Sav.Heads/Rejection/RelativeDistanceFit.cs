using System.Numerics.Tensors;
using Microsoft.ML.Sav.Heads.Gaussian;
using Microsoft.ML.Sav.Heads.LinearAlgebra;

namespace Microsoft.ML.Sav.Heads.Rejection;

/// <summary>
/// Fits <see cref="RelativeDistance"/> to examples, and computes the distance of each example by a fit without it: exact, by rank-one updates
/// of both covariances. Lambdas, the factor (N - 1 + f d) and the spread of <see cref="FeatureGaussian"/> stay as they are.
/// </summary>
internal sealed class RelativeDistanceFit
{
    private readonly FeatureGaussian _gaussian;
    private readonly CholeskyFactor _total; // of the scatter of all examples + lambda I, in coordinates of the space

    public RelativeDistanceFit(FeatureGaussian gaussian)
    {
        _gaussian = gaussian;
        var coordinates = gaussian.Space.Coordinates;
        var scatter = coordinates.ComputeGram();
        for (var i = 0; i < scatter.RowCount; i++)
            scatter[i, i] += gaussian.TotalLambda;
        _total = CholeskyFactor.Create(scatter);
    }

    /// <summary>Computes the distances of <see cref="ExampleClasses.Scored"/>, in that order.</summary>
    public double[] ComputeLeaveOneOut()
    {
        var leaveOneOut = new LeaveOneOut(_gaussian);
        var classes = _gaussian.Classes;
        var distances = new double[classes.Count];
        var vector = new double[_gaussian.Space.Coordinates.ColumnCount];
        // Without x, the mean of all moves by -x / (N - 1), and the scatter becomes T - b xx', with b = N / (N - 1).
        var b = classes.ExampleCount / (classes.ExampleCount - 1.0);
        return Array.ConvertAll(classes.Scored, example =>
        {
            leaveOneOut.ComputeSquaredDistances(example, distances);
            var nearest = double.PositiveInfinity;
            for (var c = 0; c < distances.Length; c++)
                nearest = Math.Min(nearest, (_gaussian.Scale * distances[c]) - (_gaussian.Spread / classes.CountOthers(example, c)));
            _gaussian.Space.Coordinates.GetRow(example).CopyTo(vector);
            _total.SolveLower(vector);
            var t = TensorPrimitives.SumOfSquares<double>(vector);
            return nearest - (_gaussian.Scale * b * b * t / (1 - (b * t)));
        });
    }

    /// <summary>Fits all examples.</summary>
    public RelativeDistance Fit()
    {
        var scale = _gaussian.Scale;
        var space = _gaussian.Space;
        var residualFactor = space.IsPartial ? scale * ((1 / _gaussian.Lambda) - (1 / _gaussian.TotalLambda)) : 0;
        var curvature = _gaussian.ComputePrecision();
        TensorPrimitives.Subtract(curvature.Values, _total.Invert().Values, curvature.Values);
        TensorPrimitives.Multiply(curvature.Values, scale, curvature.Values);

        var directions = _gaussian.Means.Copy();
        var offsets = new float[directions.RowCount];
        for (var c = 0; c < directions.RowCount; c++)
        {
            var direction = directions.GetRow(c);
            offsets[c] = (float)((scale * TensorPrimitives.SumOfSquares<double>(direction)) - (_gaussian.Spread / _gaussian.Classes.GetExamples(c).Length));
            _gaussian.SolveWhitened(direction);
            TensorPrimitives.Multiply(direction, scale, direction);
        }
        return new RelativeDistance(
            Array.ConvertAll(_gaussian.Feature.Mean, value => (float)value), space.IsPartial ? ComputeBasis(space) : null,
            curvature.ToSingle(), directions.ToSingle(), offsets, (float)residualFactor);
    }

    private static float[] ComputeBasis(RowSpace space)
    {
        var dimensions = space.Coordinates.ColumnCount;
        var basis = new float[dimensions][];
        Parallel.For(0, dimensions, i =>
        {
            var unit = new double[dimensions];
            unit[i] = 1;
            basis[i] = Array.ConvertAll(space.Expand(unit), value => (float)value);
        });
        return [.. basis.SelectMany(row => row)];
    }
}
