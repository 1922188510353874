namespace Microsoft.ML.Sav.Text.Tokenization.PreTokenizers;

/// <summary>The pieces to which Metaspace prepends a space.</summary>
internal enum PrependScheme
{
    /// <summary>All pieces.</summary>
    Always,

    /// <summary>The piece at the start of the input.</summary>
    First,

    /// <summary>None.</summary>
    Never,
}
