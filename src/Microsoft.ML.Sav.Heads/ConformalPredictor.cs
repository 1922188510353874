namespace Microsoft.ML.Sav.Heads;

/// <summary>
/// Sets of labels that hold the true one with a chosen probability (conformal prediction, Vovk et al. 2005), from the scores that training
/// examples give their own class when they are left out. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// The coverage is marginal: the share over all examples like the training examples, not per class or per kind of example. It would be exact
/// if the classifier did not depend on the examples; here each score is by a classifier without its example, as in cross-conformal
/// prediction (Vovk 2015), for which the coverage is approximate.
/// </remarks>
public sealed class ConformalPredictor
{
    // Keeps 1 - 0.9 from being below 1 / 10.
    private const double Rounding = 1e-9;

    private readonly float[] _scores; // ascending

    /// <summary>Creates a predictor.</summary>
    /// <param name="scores">Per example, the score of its own class by a classifier that was trained without it.</param>
    /// <exception cref="ArgumentException">There is no score, or one is NaN.</exception>
    public ConformalPredictor(IEnumerable<float> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        _scores = [.. scores.Order()];
        if (_scores.Length == 0 || Array.Exists(_scores, float.IsNaN))
            throw new ArgumentException("Expected at least one score, and none that is NaN.", nameof(scores));
    }

    /// <summary>The scores, ascending.</summary>
    public IReadOnlyList<float> Scores => _scores;

    /// <summary>Computes how credible a class is: (1 + number of <see cref="Scores"/> up to the score) / (number of scores + 1).</summary>
    /// <param name="score">Score of the class for an example.</param>
    public double ComputePValue(float score)
    {
        // Index of the first greater score.
        var (low, high) = (0, _scores.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _scores[middle] <= score ? (middle + 1, high) : (low, middle);
        }
        return (1.0 + low) / (_scores.Length + 1);
    }

    /// <summary>Selects the classes whose p-value is above 1 - coverage. With too few examples these are all classes, for an unusual example there may be none.</summary>
    /// <param name="scores">Score per class of an example.</param>
    /// <param name="coverage">Probability with which the set should hold the true class, above 0 and below 1.</param>
    /// <returns>Class indices, the greatest score first; among equals, in the order of the classes.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="coverage"/> is not between 0 and 1.</exception>
    public IReadOnlyList<int> SelectClasses(IReadOnlyList<float> scores, double coverage)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (!(coverage > 0 && coverage < 1))
            throw new ArgumentOutOfRangeException(nameof(coverage), coverage, "A coverage should be above 0 and below 1.");
        return [.. Enumerable.Range(0, scores.Count).Where(c => ComputePValue(scores[c]) > 1 - coverage + Rounding).OrderByDescending(c => scores[c])];
    }
}
