namespace Microsoft.ML.Sav.Text.Tokenization.Decoders;

/// <summary>Several decoders one after the other.</summary>
internal sealed class DecoderSequence(IReadOnlyList<IDecoder> decoders) : IDecoder
{
    public IReadOnlyList<string> Decode(IReadOnlyList<string> tokens) =>
        decoders.Aggregate(tokens, (current, next) => next.Decode(current));
}
