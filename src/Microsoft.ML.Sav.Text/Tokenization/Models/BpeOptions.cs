namespace Microsoft.ML.Sav.Text.Tokenization.Models;

/// <summary>Options of <see cref="BpeModel"/>.</summary>
internal sealed record BpeOptions
{
    /// <summary>The token for characters that are not in the vocabulary, or null to drop them.</summary>
    public string? UnknownToken { get; init; }

    /// <summary>Whether consecutive unknown characters become one unknown token.</summary>
    public bool FuseUnknown { get; init; }

    /// <summary>Whether an unknown character becomes tokens for its UTF-8 bytes, if the vocabulary has them all.</summary>
    public bool ByteFallback { get; init; }

    /// <summary>Whether a word in the vocabulary becomes its token without merging.</summary>
    public bool IgnoreMerges { get; init; }

    /// <summary>The prefix of every character except the first of a word.</summary>
    public string ContinuingSubwordPrefix { get; init; } = "";

    /// <summary>The suffix of the last character of a word.</summary>
    public string EndOfWordSuffix { get; init; } = "";
}
