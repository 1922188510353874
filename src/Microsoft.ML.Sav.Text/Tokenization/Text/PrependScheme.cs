namespace Microsoft.ML.Sav.Text.Tokenization.Text;

/// <summary>Before which pieces of text Metaspace writes a space of its own.</summary>
internal enum PrependScheme
{
    /// <summary>Before each.</summary>
    Always,

    /// <summary>Before the one at the beginning of the input.</summary>
    First,

    /// <summary>Before none.</summary>
    Never,
}
