namespace Microsoft.ML.Sav.Heads.Calm;

/// <summary>Options of <see cref="CalmTrainer"/>.</summary>
internal sealed record CalmOptions
{
    /// <summary>Number of the most reliable heads that count for a class; all of them if <see langword="null"/>. Default: <see langword="null"/>.</summary>
    public int? HeadsPerClass { get; init; }

    /// <summary>
    /// Number of examples at which a head's reliability for a class counts half, and the mean over all heads and classes the other half.
    /// Default: 0, its own reliability alone.
    /// </summary>
    public double Shrinkage { get; init; }

    /// <summary>Temperature of the softmax over cosines. Default: 0.07.</summary>
    public double Temperature { get; init; } = CalmClassifier.DefaultTemperature;

    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public void Validate()
    {
        if (HeadsPerClass is { } heads)
            ArgumentOutOfRangeException.ThrowIfLessThan(heads, 1, nameof(HeadsPerClass));
        if (!double.IsFinite(Shrinkage) || Shrinkage < 0)
            throw new ArgumentOutOfRangeException(nameof(Shrinkage), Shrinkage, "The shrinkage should be at least 0.");
        CalmClassifier.RequireTemperature(Temperature);
    }
}
