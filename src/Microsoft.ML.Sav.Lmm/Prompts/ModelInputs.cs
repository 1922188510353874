using Microsoft.ML.Sav.Lmm.ImageProcessing;

namespace Microsoft.ML.Sav.Lmm.Prompts;

/// <summary>A prompt as the model takes it.</summary>
/// <param name="TokenIds">Token ids with a placeholder for every image feature.</param>
/// <param name="Positions">Positions of the tokens, [axes][tokens].</param>
/// <param name="TokenTypes">What kind each token is, as the family counts them.</param>
/// <param name="Images">Pixels as the vision encoder takes them, one entry a call; empty when the prompt has no image.</param>
internal sealed record ModelInputs(
    int[] TokenIds, IReadOnlyList<long[]> Positions, long[] TokenTypes, IReadOnlyList<ProcessedImages> Images);
