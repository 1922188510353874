namespace Microsoft.ML.Sav.Results.Suggestions;

/// <summary>How the rows to label next are chosen.</summary>
internal enum LabellingStrategy
{
    /// <summary>At random.</summary>
    Random,

    /// <summary>As <c>SavSuggestions</c> does.</summary>
    Suggested,

    /// <summary>Typical rows (TypiClust) at every number of labels.</summary>
    Typical,

    /// <summary>The least certain rows at every number of labels.</summary>
    LeastCertain,
}
