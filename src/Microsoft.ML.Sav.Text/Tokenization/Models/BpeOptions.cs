namespace Microsoft.ML.Sav.Text.Tokenization.Models;

/// <summary>Settings of <see cref="BpeModel"/>.</summary>
internal sealed record BpeOptions
{
    /// <summary>Stands for a character that is not in the vocabulary; without it such characters are dropped.</summary>
    public string? UnknownToken { get; init; }

    /// <summary>Whether neighbouring unknown characters make one unknown token.</summary>
    public bool FuseUnknown { get; init; }

    /// <summary>Whether an unknown character is written as tokens for its bytes, where the vocabulary has them all.</summary>
    public bool ByteFallback { get; init; }

    /// <summary>Whether a word that is in the vocabulary is taken as it is.</summary>
    public bool IgnoreMerges { get; init; }

    /// <summary>Written before each character but a word's first.</summary>
    public string ContinuingSubwordPrefix { get; init; } = "";

    /// <summary>Written after a word's last character.</summary>
    public string EndOfWordSuffix { get; init; } = "";
}
