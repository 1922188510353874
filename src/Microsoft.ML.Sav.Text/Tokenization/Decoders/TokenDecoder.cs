namespace Microsoft.ML.Sav.Text.Tokenization.Decoders;

/// <summary>A decoder that looks at one token at a time.</summary>
/// <param name="decode">The token and its index to its text.</param>
internal sealed class TokenDecoder(Func<string, int, string> decode) : IDecoder
{
    public IReadOnlyList<string> Decode(IReadOnlyList<string> tokens) => [.. tokens.Select(decode)];
}
