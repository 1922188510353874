namespace Microsoft.ML.Sav.Text.Tokenization.Patterns;

/// <summary>What a split does with the matches of its pattern.</summary>
internal enum SplitBehavior
{
    /// <summary>Matches are removed.</summary>
    Removed,

    /// <summary>Each match becomes a piece.</summary>
    Isolated,

    /// <summary>Each match joins the previous piece.</summary>
    MergedWithPrevious,

    /// <summary>Each match joins the next piece.</summary>
    MergedWithNext,

    /// <summary>Consecutive matches become one piece.</summary>
    Contiguous,
}
