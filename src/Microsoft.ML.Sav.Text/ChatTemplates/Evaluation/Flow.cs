namespace Microsoft.ML.Sav.Text.ChatTemplates.Evaluation;

/// <summary>Where to go on after a statement.</summary>
internal enum Flow
{
    /// <summary>With the next statement.</summary>
    Next,

    /// <summary>After the loop.</summary>
    Break,

    /// <summary>With the loop's next item.</summary>
    Continue,
}
