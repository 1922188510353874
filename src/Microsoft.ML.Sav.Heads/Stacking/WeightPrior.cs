namespace Microsoft.ML.Sav.Heads.Stacking;

/// <summary>A normal distribution around weights that are probable before any example is seen.</summary>
/// <param name="Weights">The most probable weight per expert.</param>
/// <param name="Strength">
/// Precision of the distribution, for experts whose logits have a root mean square of 1: how much it counts, in examples.
/// </param>
internal sealed record WeightPrior(double[] Weights, double Strength)
{
    /// <summary>The prior of some of the experts.</summary>
    public WeightPrior SelectExperts(IEnumerable<int> experts) => this with { Weights = [.. experts.Select(expert => Weights[expert])] };
}
