namespace Microsoft.ML.Sav.Heads.Stacking;

/// <summary>Compares two classifiers by their losses on the same examples.</summary>
internal static class PairedLosses
{
    /// <summary>Computes by how much the second losses are lower, and how uncertain that is.</summary>
    /// <param name="losses">Losses of one classifier.</param>
    /// <param name="others">Losses of the other for the same examples.</param>
    /// <returns>Mean of the differences, and its standard error.</returns>
    public static (double Mean, double StandardError) Compare(IReadOnlyList<double> losses, IReadOnlyList<double> others)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(others.Count, losses.Count);
        var differences = losses.Zip(others, (loss, other) => loss - other).ToArray();
        var mean = differences.Average();
        var variance = differences.Sum(difference => (difference - mean) * (difference - mean)) / Math.Max(differences.Length - 1, 1);
        return (mean, Math.Sqrt(variance / differences.Length));
    }

    /// <summary>Whether the second losses are lower by more than one standard error of the difference.</summary>
    public static bool AreClearlyLower(IReadOnlyList<double> losses, IReadOnlyList<double> others)
    {
        var (mean, standardError) = Compare(losses, others);
        return mean > standardError;
    }
}
