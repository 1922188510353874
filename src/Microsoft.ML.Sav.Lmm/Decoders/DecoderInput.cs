using System.Runtime.InteropServices;
using Microsoft.ML.Sav.Lmm.Prompts;
using Microsoft.ML.Sav.Lmm.Tensors;

namespace Microsoft.ML.Sav.Lmm.Decoders;

/// <summary>The decoder's inputs for one prompt.</summary>
/// <param name="Prompt">The prompt.</param>
/// <param name="Embeddings">[tokens, ...] by name, from the token embeddings; empty for a decoder that embeds token ids itself.</param>
internal sealed record DecoderInput(ModelInputs Prompt, IReadOnlyDictionary<string, FloatTensor> Embeddings)
{
    /// <summary>
    /// Number of tokens at the start that other prompts are likely to share, an image or an instruction; 0 to run the prompt as a whole.
    /// Depends only on the prompt.
    /// </summary>
    public int PrefixLength { get; init; }

    /// <summary>Number of tokens.</summary>
    public int Length => Prompt.TokenIds.Length;

    /// <summary>Share of each token in the mean over the images' tokens, or over all tokens if there is no image.</summary>
    public float[] CreateTokenWeights()
    {
        var imageTokens = Prompt.AreImageTokens.Count(isImageToken => isImageToken);
        var share = 1f / (imageTokens > 0 ? imageTokens : Length);
        return Array.ConvertAll(Prompt.AreImageTokens, isImageToken => isImageToken || imageTokens == 0 ? share : 0);
    }

    /// <summary>Returns the inputs of a range of tokens.</summary>
    public DecoderInput Slice(Range tokens) => new(
        new ModelInputs(Prompt.TokenIds[tokens], [.. Prompt.Positions.Select(axis => axis[tokens])], Prompt.TokenTypes[tokens], Prompt.Images)
        {
            AreImageTokens = Prompt.AreImageTokens[tokens],
        },
        Embeddings.ToDictionary(tensor => tensor.Key, tensor => tensor.Value.Rows(tokens)));

    /// <summary>Number of leading tokens whose ids, positions and embeddings are the same in another prompt.</summary>
    public int SharedLength(DecoderInput other)
    {
        if (Prompt.Positions.Count != other.Prompt.Positions.Count || !Embeddings.Keys.SequenceEqual(other.Embeddings.Keys))
            return 0;
        var length = Prompt.TokenIds.AsSpan().CommonPrefixLength(other.Prompt.TokenIds);
        foreach (var (own, others) in Prompt.Positions.Zip(other.Prompt.Positions))
            length = Math.Min(length, own.AsSpan().CommonPrefixLength(others));
        foreach (var (name, tensor) in Embeddings)
        {
            // As integers: their comparison is vectorised.
            var values = MemoryMarshal.Cast<float, int>(tensor.Values).CommonPrefixLength(MemoryMarshal.Cast<float, int>(other.Embeddings[name].Values));
            length = Math.Min(length, values / Math.Max(1, tensor.Values.Length / Length));
        }
        return length;
    }
}
