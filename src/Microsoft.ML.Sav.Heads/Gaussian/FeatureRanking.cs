using System.Numerics.Tensors;
using Microsoft.ML.Sav.Heads.LinearAlgebra;

namespace Microsoft.ML.Sav.Heads.Gaussian;

/// <summary>Ranks features by how probable their leave-one-out logits make the own class.</summary>
internal sealed class FeatureRanking
{
    // Logits of one feature are too confident: its values are not independent. Divided by 6 they rank best (measured, docs/results.md).
    private const double Temperature = 6;

    private readonly double[]?[] _scores; // [features][examples], NaN for examples that are not scored; null if a feature is not informative
    private readonly double[] _shrinkages;

    private FeatureRanking(int featureCount)
    {
        _scores = new double[]?[featureCount];
        _shrinkages = new double[featureCount];
    }

    /// <summary>Scores some features on every example whose class has others.</summary>
    public static FeatureRanking Compute(ILabelledExamples examples, ExampleClasses classes, IEnumerable<int> positions, ParallelOptions parallel)
    {
        var ranking = new FeatureRanking(examples.Layout.Count);
        Parallel.ForEach(positions, parallel, position =>
        {
            if (FeatureGaussian.Fit(examples, position, classes) is not { } gaussian)
                return;
            ranking._scores[position] = ComputeScores(gaussian);
            ranking._shrinkages[position] = gaussian.Shrinkage;
        });
        return ranking;
    }

    /// <summary>Whether a feature was scored: its vectors differ and are finite.</summary>
    public bool IsInformative(int position) => _scores[position] is not null;

    /// <summary>Share of the spherical covariance in the covariance of an informative feature.</summary>
    public double GetShrinkage(int position) => _shrinkages[position];

    /// <summary>Mean logarithm of the probability of the own class over some examples.</summary>
    public double ComputeScore(int position, ReadOnlySpan<int> examples)
    {
        var sum = 0.0;
        foreach (var example in examples)
            sum += _scores[position]![example];
        return sum / examples.Length;
    }

    /// <summary>Mean logarithm of the probability of an example's own class over all informative features.</summary>
    public double ComputeExampleScore(int example) => _scores.OfType<double[]>().Average(scores => scores[example]);

    /// <summary>Selects the best of some features on some examples, among equals the first.</summary>
    /// <param name="positions">Informative features.</param>
    /// <param name="count">Number of features to select, if there are as many.</param>
    /// <param name="examples">The examples.</param>
    public int[] SelectBest(IEnumerable<int> positions, int count, int[] examples) =>
        [.. positions.OrderByDescending(position => ComputeScore(position, examples)).Take(count)];

    private static double[] ComputeScores(FeatureGaussian gaussian)
    {
        var scores = new double[gaussian.Classes.ExampleCount];
        Array.Fill(scores, double.NaN);
        var logits = new double[gaussian.Classes.Count];
        var leaveOneOut = new LeaveOneOut(gaussian);
        foreach (var example in gaussian.Classes.Scored)
        {
            leaveOneOut.ComputeLogits(example, logits);
            TensorPrimitives.Divide(logits, Temperature, logits);
            scores[example] = logits[gaussian.Classes.GetClass(example)] - LogSumExp.Compute(logits);
        }
        return scores;
    }
}
