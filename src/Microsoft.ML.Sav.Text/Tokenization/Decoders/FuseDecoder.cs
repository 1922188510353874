namespace Microsoft.ML.Sav.Text.Tokenization.Decoders;

/// <summary>Joins all tokens into one, for the decoders that follow.</summary>
internal sealed class FuseDecoder : IDecoder
{
    public IReadOnlyList<string> Decode(IReadOnlyList<string> tokens) => [string.Concat(tokens)];
}
