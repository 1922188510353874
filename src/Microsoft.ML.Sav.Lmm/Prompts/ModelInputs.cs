using Microsoft.ML.Sav.Lmm.Images.Processing;

namespace Microsoft.ML.Sav.Lmm.Prompts;

/// <summary>A prompt as the model takes it.</summary>
/// <param name="TokenIds">Token ids with a placeholder for every image feature.</param>
/// <param name="Images">Pixels as the vision encoder takes them; <see langword="null"/> when the prompt has no image.</param>
internal sealed record ModelInputs(int[] TokenIds, ProcessedImages? Images);
