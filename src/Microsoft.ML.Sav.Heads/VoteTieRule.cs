namespace Microsoft.ML.Sav.Heads;

/// <summary>Which class wins if several have the same number of votes.</summary>
public enum VoteTieRule
{
    /// <summary>The class with the greatest cosine on average over the kept heads; the lower class index among equals.</summary>
    MeanCosine,

    /// <summary>The class that the best head among their voters votes for, as in the paper's reference implementation.</summary>
    FirstVoted,
}
