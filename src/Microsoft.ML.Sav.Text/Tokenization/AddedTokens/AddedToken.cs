using Microsoft.ML.Sav.Text.Tokenization.Json;

namespace Microsoft.ML.Sav.Text.Tokenization.AddedTokens;

/// <summary>A token that is found in the text before any other rule looks at it.</summary>
/// <param name="Content">As it is written.</param>
/// <param name="SingleWord">Whether it counts only where no letter or digit touches it.</param>
/// <param name="StripLeft">Whether it takes in the white space before it.</param>
/// <param name="StripRight">Whether it takes in the white space after it.</param>
/// <param name="Normalized">Whether it is looked for, normalized itself, in the normalized text.</param>
/// <param name="Special">Whether decoding can leave it out.</param>
internal sealed record AddedToken(string Content, bool SingleWord, bool StripLeft, bool StripRight, bool Normalized, bool Special)
{
    public static AddedToken Read(JsonPart part) => new(
        part.String("content"),
        part.Boolean("single_word"),
        part.Boolean("lstrip"),
        part.Boolean("rstrip"),
        part.Boolean("normalized"),
        part.Boolean("special"));
}
