using System.Numerics.Tensors;

namespace Microsoft.ML.Sav.Heads.Gaussian;

/// <summary>
/// Ranks features by how probable their leave-one-out logits make the own class. To select features, an example whose class has one other is left
/// out of its class mean alone: the two are all that the covariance knows of their difference, and without it the logits of so few examples are mostly noise.
/// </summary>
internal sealed class FeatureRanking
{
    // Logits of a single feature are too confident by about this factor.
    private const double Temperature = 6;

    // [features][examples], NaN for examples that are not scored; null if a feature is not informative
    private readonly double[]?[] _scores;
    private readonly double[]?[] _selectionScores; // with the covariance of all examples for classes of two
    private readonly double[] _shrinkages;

    private FeatureRanking(int featureCount)
    {
        _scores = new double[]?[featureCount];
        _selectionScores = new double[]?[featureCount];
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
            (ranking._scores[position], ranking._selectionScores[position]) = ComputeScores(gaussian);
            ranking._shrinkages[position] = gaussian.Shrinkage;
        });
        return ranking;
    }

    /// <summary>Whether a feature was scored: its vectors differ and are finite.</summary>
    public bool IsInformative(int position) => _scores[position] is not null;

    /// <summary>Share of the spherical covariance in the covariance of an informative feature.</summary>
    public double GetShrinkage(int position) => _shrinkages[position];

    /// <summary>Mean logarithm of the probability of an example's own class over all informative features.</summary>
    public double ComputeExampleScore(int example) => _scores.OfType<double[]>().Average(scores => scores[example]);

    /// <summary>Mean logarithm of the probability of the own class over some examples, by which features are selected.</summary>
    public double ComputeScore(int position, ReadOnlySpan<int> examples) => Average(_selectionScores[position]!, examples);

    /// <summary>Selects the best of some features on some examples, among equals the first.</summary>
    /// <param name="positions">Informative features.</param>
    /// <param name="count">Number of features to select, if there are as many.</param>
    /// <param name="examples">The examples.</param>
    public int[] SelectBest(IEnumerable<int> positions, int count, int[] examples) =>
        [.. positions.OrderByDescending(position => ComputeScore(position, examples)).Take(count)];

    /// <summary>
    /// Selects features as <see cref="SelectBest"/> does, to measure the selection on other examples: they should be no part of the scores, so each
    /// example is left out of the covariance too.
    /// </summary>
    public int[] SelectBestForMeasurement(IEnumerable<int> positions, int count, int[] examples) =>
        [.. positions.OrderByDescending(position => Average(_scores[position]!, examples)).Take(count)];

    private static double Average(double[] scores, ReadOnlySpan<int> examples)
    {
        var sum = 0.0;
        foreach (var example in examples)
            sum += scores[example];
        return sum / examples.Length;
    }

    private static (double[] Scores, double[] SelectionScores) ComputeScores(FeatureGaussian gaussian)
    {
        var scores = new double[gaussian.Classes.ExampleCount];
        Array.Fill(scores, double.NaN);
        var selectionScores = (double[])scores.Clone();
        var logits = new double[gaussian.Classes.Count];
        var leaveOneOut = new LeaveOneOut(gaussian);
        foreach (var example in gaussian.Classes.Scored)
        {
            selectionScores[example] = scores[example] = ComputeScore(example, keepsCovariance: false);
            if (gaussian.Classes.GetExamples(gaussian.Classes.GetClass(example)).Length == 2)
                selectionScores[example] = ComputeScore(example, keepsCovariance: true);
        }
        return (scores, selectionScores);

        double ComputeScore(int example, bool keepsCovariance)
        {
            leaveOneOut.ComputeLogits(example, logits, keepsCovariance);
            TensorPrimitives.Divide(logits, Temperature, logits);
            return logits[gaussian.Classes.GetClass(example)] - Softmax.ComputeLogSum(logits);
        }
    }
}
