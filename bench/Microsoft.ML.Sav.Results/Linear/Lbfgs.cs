using System.Numerics.Tensors;

namespace Microsoft.ML.Sav.Results.Linear;

/// <summary>Minimises a smooth function by L-BFGS (Nocedal and Wright, Numerical Optimization, algorithm 7.5) with backtracking.</summary>
internal static class Lbfgs
{
    private const int Memory = 10;
    private const int MaxIterations = 1000;
    private const double SufficientDecrease = 1e-4;
    private const double LeastStep = 1e-10;

    /// <summary>Computes the function's value and gradient.</summary>
    public delegate double Objective(ReadOnlySpan<double> point, Span<double> gradient);

    /// <summary>Finds a minimum.</summary>
    /// <param name="objective">The function.</param>
    /// <param name="length">Number of unknowns, which start at 0.</param>
    /// <param name="tolerance">Greatest element of the gradient at the minimum.</param>
    public static double[] Minimize(Objective objective, int length, double tolerance)
    {
        var (point, gradient) = (new double[length], new double[length]);
        var value = objective(point, gradient);
        var pairs = new List<(double[] Step, double[] Change, double Curvature)>();
        for (var iteration = 0; iteration < MaxIterations && TensorPrimitives.MaxMagnitude<double>(gradient) is var greatest && Math.Abs(greatest) > tolerance; iteration++)
        {
            var direction = FindDirection(gradient, pairs);
            var slope = TensorPrimitives.Dot<double>(direction, gradient);
            var (next, nextGradient) = (new double[length], new double[length]);
            double nextValue;
            var step = pairs.Count == 0 ? Math.Min(1, 1 / TensorPrimitives.Norm<double>(gradient)) : 1;
            do
            {
                TensorPrimitives.MultiplyAdd<double>(direction, step, point, next);
                nextValue = objective(next, nextGradient);
            }
            while (nextValue > value + (SufficientDecrease * step * slope) && (step /= 2) > LeastStep);
            if (nextValue >= value)
                break;
            AddPair(pairs, Subtract(next, point), Subtract(nextGradient, gradient));
            (point, gradient, value) = (next, nextGradient, nextValue);
        }
        return point;
    }

    private static double[] FindDirection(double[] gradient, List<(double[] Step, double[] Change, double Curvature)> pairs)
    {
        var direction = new double[gradient.Length];
        TensorPrimitives.Negate<double>(gradient, direction);
        var factors = new double[pairs.Count];
        for (var i = pairs.Count - 1; i >= 0; i--)
        {
            factors[i] = TensorPrimitives.Dot<double>(pairs[i].Step, direction) / pairs[i].Curvature;
            TensorPrimitives.MultiplyAdd<double>(pairs[i].Change, -factors[i], direction, direction);
        }
        if (pairs.Count > 0)
            TensorPrimitives.Multiply<double>(direction, pairs[^1].Curvature / TensorPrimitives.SumOfSquares<double>(pairs[^1].Change), direction);
        for (var i = 0; i < pairs.Count; i++)
        {
            var factor = TensorPrimitives.Dot<double>(pairs[i].Change, direction) / pairs[i].Curvature;
            TensorPrimitives.MultiplyAdd<double>(pairs[i].Step, factors[i] - factor, direction, direction);
        }
        return direction;
    }

    private static void AddPair(List<(double[] Step, double[] Change, double Curvature)> pairs, double[] step, double[] change)
    {
        var curvature = TensorPrimitives.Dot<double>(step, change);
        if (curvature <= 0)
            return;
        pairs.Add((step, change, curvature));
        if (pairs.Count > Memory)
            pairs.RemoveAt(0);
    }

    private static double[] Subtract(double[] x, double[] y)
    {
        var difference = new double[x.Length];
        TensorPrimitives.Subtract<double>(x, y, difference);
        return difference;
    }
}
