namespace Microsoft.ML.Sav.Text.Tokenization.Decoders;

/// <summary>A step on the way from tokens to text; the tokens of the last step, joined, are the text.</summary>
internal interface IDecoder
{
    IReadOnlyList<string> Decode(IReadOnlyList<string> tokens);
}
