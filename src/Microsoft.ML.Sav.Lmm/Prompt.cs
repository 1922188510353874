using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Lmm;

/// <summary>What the user says to the model: images first, then text. Either may be missing.</summary>
/// <param name="Text">The text, before the chat template is applied.</param>
/// <param name="Images">The images, in order.</param>
public sealed record Prompt(string Text, IReadOnlyList<ImageInput> Images);
