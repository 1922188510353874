namespace Microsoft.ML.Sav.Heads;

/// <summary>Which class wins among those with the same number of votes.</summary>
public enum VoteTieRule
{
    /// <summary>The class with the greatest mean cosine over the kept heads; the lower class among equals.</summary>
    MeanCosine,

    /// <summary>The class that the better head voted for, as in the paper's reference implementation.</summary>
    FirstVoted,
}
