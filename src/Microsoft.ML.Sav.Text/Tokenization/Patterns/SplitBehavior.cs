namespace Microsoft.ML.Sav.Text.Tokenization.Patterns;

/// <summary>What becomes of the matches at which a text is split.</summary>
internal enum SplitBehavior
{
    /// <summary>They are dropped.</summary>
    Removed,

    /// <summary>Each stands alone.</summary>
    Isolated,

    /// <summary>Each ends the piece before it.</summary>
    MergedWithPrevious,

    /// <summary>Each begins the piece after it.</summary>
    MergedWithNext,

    /// <summary>Neighbouring matches stand together.</summary>
    Contiguous,
}
