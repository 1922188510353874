using Microsoft.ML.Sav.Lmm.Sessions;

namespace Microsoft.ML.Sav.Lmm.Decoders;

/// <summary>The first tokens of prompts, and the decoder's KV cache after them.</summary>
/// <param name="Tokens">The tokens, with their positions and embeddings.</param>
/// <param name="Caches">Keys and values, [1, heads, tokens, headSize] each, in the order of <see cref="HeadDecoder.Caches"/>.</param>
internal sealed record Prefix(DecoderInput Tokens, IReadOnlyList<DeviceTensor> Caches)
{
    /// <summary>Number of tokens.</summary>
    public int Length => Tokens.Length;

    /// <summary>Whether a prompt starts with these tokens and is to be split after them.</summary>
    public bool IsPrefixOf(DecoderInput prompt) => prompt.PrefixLength == Length && prompt.SharedLength(Tokens) == Length;
}
