namespace Microsoft.ML.Sav.Text.ChatTemplates.Evaluation;

/// <summary>What follows a statement.</summary>
internal enum Flow
{
    /// <summary>The next statement.</summary>
    Next,

    /// <summary>The end of the loop.</summary>
    Break,

    /// <summary>The next iteration of the loop.</summary>
    Continue,
}
