namespace Microsoft.ML.Sav.Lmm.Sessions.Prefixes;

/// <summary>Tokens that prompts begin with, and what the decoder keeps of them.</summary>
/// <param name="Prompt">A prompt that begins with them.</param>
/// <param name="Length">Number of the tokens.</param>
/// <param name="Caches">Keys and values, [1, heads, tokens, headSize] each, in the order of <see cref="HeadDecoder.Caches"/>.</param>
/// <param name="Start">The shorter prefix that this one was made from.</param>
internal sealed record Prefix(DecoderInput Prompt, int Length, IReadOnlyList<DeviceTensor> Caches, Prefix? Start)
{
    /// <summary>Number of tokens whose keys and values are kept, those of shorter prefixes too.</summary>
    public int KeptTokens => Length + (Start?.KeptTokens ?? 0);

    /// <summary>Whether a prompt begins with these tokens and goes on.</summary>
    public bool Begins(DecoderInput prompt) => prompt.Length > Length && prompt.SharedLength(Prompt) >= Length;
}
