namespace Microsoft.ML.Sav.Heads.Gaussian;

/// <summary>The best features of a kind, whose logits are averaged.</summary>
/// <param name="Kind">Kind of the features.</param>
/// <param name="Candidates">Positions of the features to choose from.</param>
/// <param name="Features">Position and score of the chosen features, best first.</param>
internal sealed record GaussianExpert(FeatureKind Kind, int[] Candidates, (int Position, double Score)[] Features)
{
    /// <summary>Number of chosen features.</summary>
    public int FeatureCount => Features.Length;

    /// <summary>Whether there are more candidates than are kept.</summary>
    public bool IsChosen => Features.Length < Candidates.Length;
}
