using Microsoft.ML.Sav.Lmm.ImageProcessing;

namespace Microsoft.ML.Sav.Lmm.Prompts;

/// <summary>A prompt in the form that a model takes.</summary>
/// <param name="TokenIds">Token ids, with an image token per image feature.</param>
/// <param name="Positions">Positions of the tokens, [axes][tokens].</param>
/// <param name="TokenTypes">Types of the tokens, for decoders that take <c>token_type_ids</c>.</param>
/// <param name="Images">Inputs of the vision encoder, one entry per run; empty if the prompt has no image.</param>
internal sealed record ModelInputs(
    int[] TokenIds, IReadOnlyList<long[]> Positions, long[] TokenTypes, IReadOnlyList<ProcessedImages> Images)
{
    /// <summary>Whether a token stands for an image feature, per token.</summary>
    public bool[] AreImageTokens { get; init; } = new bool[TokenIds.Length];
}
