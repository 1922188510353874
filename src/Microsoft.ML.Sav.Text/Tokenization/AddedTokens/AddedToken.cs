using Microsoft.ML.Sav.Text.Tokenization.Serialization;

namespace Microsoft.ML.Sav.Text.Tokenization.AddedTokens;

/// <summary>A token that is matched in the text before normalization and pre-tokenization.</summary>
/// <param name="Content">The token's text.</param>
/// <param name="SingleWord">Whether it matches only between word boundaries.</param>
/// <param name="StripLeft">Whether it includes the white space before it.</param>
/// <param name="StripRight">Whether it includes the white space after it.</param>
/// <param name="Normalized">Whether its normalized text is matched in the normalized text.</param>
internal sealed record AddedToken(string Content, bool SingleWord, bool StripLeft, bool StripRight, bool Normalized)
{
    public static AddedToken Read(LocatedElement json) => new(
        json.String("content"),
        json.Boolean("single_word"),
        json.Boolean("lstrip"),
        json.Boolean("rstrip"),
        json.Boolean("normalized"));
}
