namespace Microsoft.ML.Sav.Heads.Tests.Gaussian;

/// <summary>The Gaussian classifier of one feature, written down as its formula and fitted anew for each example.</summary>
internal sealed class ReferenceGaussian
{
    private readonly SyntheticExamples _examples;
    private readonly double[][] _vectors;
    private readonly double _lambda;
    private readonly double _totalLambda;
    private readonly double _spread;

    public ReferenceGaussian(SyntheticExamples examples)
    {
        _examples = examples;
        _vectors = [.. examples.Vectors.Select(vector => Normalize(Array.ConvertAll(vector, value => (double)value)))];
        var (_, scatter) = Fit(Enumerable.Range(0, examples.Count));
        _lambda = Enumerable.Range(0, scatter.Length).Sum(i => scatter[i][i]) / (examples.Count - 1);
        var (_, total) = FitTotal(Enumerable.Range(0, examples.Count));
        _totalLambda = Enumerable.Range(0, total.Length).Sum(i => total[i][i]) / (examples.Count - 1);
        // A new example is 1 + 1 / m times the spread away from the mean of m others.
        _spread = Enumerable.Range(0, examples.Count).Where(i => Count(i) > 1)
            .Average(i => ComputeDistancesWithout(i)[examples.GetClass(i)] / (1 + (1.0 / (Count(i) - 1))));

        int Count(int example) => Enumerable.Range(0, examples.Count).Count(i => examples.GetClass(i) == examples.GetClass(example));
    }

    /// <summary>Centred logits of an example by a fit to all others, with the lambda and the spread of all.</summary>
    public double[] ComputeLogitsWithout(int example)
    {
        var counts = Enumerable.Range(0, _examples.Count).Where(i => i != example).CountBy(_examples.GetClass).ToDictionary();
        var logits = ComputeDistancesWithout(example).Select((distance, c) => -0.5 * (distance - (_spread / counts[c]))).ToArray();
        return [.. logits.Select(logit => logit - logits.Average())];
    }

    /// <summary>Relative Mahalanobis distance of an example by a fit to all others, with the lambdas and the spread of all.</summary>
    public double ComputeStrangenessWithout(int example) =>
        ComputeStrangeness(_vectors[example], [.. Enumerable.Range(0, _examples.Count).Where(i => i != example)]);

    /// <summary>Relative Mahalanobis distance of a new vector.</summary>
    public double ComputeStrangeness(float[] vector) =>
        ComputeStrangeness(Normalize(Array.ConvertAll(vector, value => (double)value)), [.. Enumerable.Range(0, _examples.Count)]);

    private double ComputeStrangeness(double[] vector, int[] rows)
    {
        var counts = rows.CountBy(_examples.GetClass).OrderBy(count => count.Key).Select(count => count.Value);
        var nearest = ComputeDistances(vector, Fit(rows), _lambda).Zip(counts, (distance, count) => distance - (_spread / count)).Min();
        return nearest - ComputeDistances(vector, FitTotal(rows), _totalLambda).Single();
    }

    // Squared Mahalanobis distance to each class mean.
    private double[] ComputeDistancesWithout(int example) =>
        ComputeDistances(_vectors[example], Fit(Enumerable.Range(0, _examples.Count).Where(i => i != example)), _lambda);

    private double[] ComputeDistances(double[] vector, (double[][] Means, double[][] Scatter) fit, double lambda)
    {
        for (var i = 0; i < fit.Scatter.Length; i++)
            fit.Scatter[i][i] += lambda;
        var scale = _examples.Count - 1 + fit.Scatter.Length;
        return [.. fit.Means.Select(mean =>
        {
            var difference = vector.Zip(mean, (x, m) => x - m).ToArray();
            return scale * difference.Zip(Solve(fit.Scatter, difference), (x, y) => x * y).Sum();
        })];
    }

    private (double[][] Means, double[][] Scatter) FitTotal(IEnumerable<int> rows) => Fit(rows, _ => 0);

    private (double[][] Means, double[][] Scatter) Fit(IEnumerable<int> rows) => Fit(rows, _examples.GetClass);

    private (double[][] Means, double[][] Scatter) Fit(IEnumerable<int> rows, Func<int, int> getClass)
    {
        var size = _vectors[0].Length;
        var means = rows.GroupBy(getClass).OrderBy(group => group.Key)
            .Select(group => Enumerable.Range(0, size).Select(i => group.Average(row => _vectors[row][i])).ToArray()).ToArray();
        var scatter = Enumerable.Range(0, size).Select(_ => new double[size]).ToArray();
        foreach (var row in rows)
        {
            var deviation = _vectors[row].Zip(means[getClass(row)], (x, m) => x - m).ToArray();
            for (var i = 0; i < size; i++)
            {
                for (var j = 0; j < size; j++)
                    scatter[i][j] += deviation[i] * deviation[j];
            }
        }
        return (means, scatter);
    }

    // Gauss-Jordan elimination.
    private static double[] Solve(double[][] matrix, double[] right)
    {
        var rows = matrix.Select((row, i) => (double[])[.. row, right[i]]).ToArray();
        for (var k = 0; k < rows.Length; k++)
        {
            for (var i = 0; i < rows.Length; i++)
            {
                var factor = rows[i][k] / rows[k][k];
                for (var j = k; i != k && j <= rows.Length; j++)
                    rows[i][j] -= factor * rows[k][j];
            }
        }
        return [.. rows.Select((row, i) => row[^1] / row[i])];
    }

    private static double[] Normalize(double[] vector)
    {
        var norm = Math.Sqrt(vector.Sum(value => value * value));
        return Array.ConvertAll(vector, value => value / norm);
    }
}
