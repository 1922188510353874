using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Lmm;

/// <summary>What the user asks the model: images first, then text. Either may be missing.</summary>
/// <param name="Text">The text, before the chat template is applied.</param>
/// <param name="Images">The images, in order.</param>
public sealed record Prompt(string Text, IReadOnlyList<ImageInput> Images)
{
    /// <summary>
    /// Number of characters at the start of <see cref="Text"/> that many prompts have in common, for example an instruction. Prefix
    /// caching runs them once (<see cref="LmmOptions.PrefixCaching"/>). Default: 0.
    /// </summary>
    public int SharedLength { get; init; }
}
