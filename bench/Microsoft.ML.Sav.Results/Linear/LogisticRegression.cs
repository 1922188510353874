using System.Numerics.Tensors;

namespace Microsoft.ML.Sav.Results.Linear;

/// <summary>
/// Multinomial logistic regression with an L2 penalty, which leaves out the intercepts: the minimum that scikit-learn's LogisticRegression
/// has. It is found in the span of the training rows, where the minimum lies, so all that is needed of the rows are their dot products.
/// </summary>
internal sealed class LogisticRegression
{
    private const double Tolerance = 1e-6;

    private readonly double[][] _weights; // [classes][rows]
    private readonly double[] _intercepts;

    private LogisticRegression(double[][] weights, double[] intercepts) => (_weights, _intercepts) = (weights, intercepts);

    /// <summary>Trains.</summary>
    /// <param name="gram">Dot products of the training rows, [rows][rows].</param>
    /// <param name="classes">Class per row.</param>
    /// <param name="classCount">Number of classes.</param>
    /// <param name="strength">Weight of the log loss against the penalty, C in scikit-learn: greater fits closer.</param>
    public static LogisticRegression Train(double[][] gram, int[] classes, int classCount, double strength)
    {
        var factor = new Cholesky(gram);
        var rows = classes.Length;
        var point = Lbfgs.Minimize(ComputeObjective, classCount * (rows + 1), Tolerance);
        return new LogisticRegression(
            [.. Enumerable.Range(0, classCount).Select(c => factor.SolveTransposed(point.AsSpan(c * rows, rows)))], point[(classCount * rows)..]);

        // Row i has the features factor.Rows[i]. Mean log loss + |weights|^2 / (2 strength rows)
        double ComputeObjective(ReadOnlySpan<double> point, Span<double> gradient)
        {
            var weights = point[..(classCount * rows)];
            var intercepts = point[(classCount * rows)..];
            var scale = 1 / (strength * rows);
            TensorPrimitives.Multiply(weights, scale, gradient);
            var interceptGradient = gradient[(classCount * rows)..];
            interceptGradient.Clear();
            var loss = scale / 2 * TensorPrimitives.SumOfSquares(weights);
            var scores = new double[classCount];
            for (var i = 0; i < rows; i++)
            {
                var features = factor.Rows[i].AsSpan();
                for (var c = 0; c < classCount; c++)
                    scores[c] = intercepts[c] + TensorPrimitives.Dot(features, weights.Slice(c * rows, features.Length));
                Softmax(scores);
                loss -= Math.Log(Math.Max(scores[classes[i]], double.Epsilon)) / rows;
                scores[classes[i]]--;
                for (var c = 0; c < classCount; c++)
                {
                    var own = gradient.Slice(c * rows, features.Length);
                    TensorPrimitives.MultiplyAdd(features, scores[c] / rows, own, own);
                    interceptGradient[c] += scores[c] / rows;
                }
            }
            return loss;
        }
    }

    /// <summary>Computes the probability of each class.</summary>
    /// <param name="products">Dot products of the row with the training rows.</param>
    public float[] Score(ReadOnlySpan<double> products)
    {
        var scores = _intercepts.ToArray();
        for (var c = 0; c < scores.Length; c++)
            scores[c] += TensorPrimitives.Dot(products, _weights[c]);
        Softmax(scores);
        return Array.ConvertAll(scores, score => (float)score);
    }

    private static void Softmax(double[] scores)
    {
        TensorPrimitives.Subtract(scores, TensorPrimitives.Max<double>(scores), scores);
        TensorPrimitives.Exp<double>(scores, scores);
        TensorPrimitives.Divide(scores, TensorPrimitives.Sum<double>(scores), scores);
    }
}
