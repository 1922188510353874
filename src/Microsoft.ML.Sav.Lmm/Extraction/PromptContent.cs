using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Lmm.Extraction;

/// <summary>The content of a prompt, which is read once: all that its head vectors depend on besides the model.</summary>
/// <param name="Text">The prompt after the chat template.</param>
/// <param name="Images">The images.</param>
internal sealed record PromptContent(string Text, IReadOnlyList<ImageContent> Images)
{
    /// <summary>Key of the images' content.</summary>
    public string ImagesKey => string.Concat(Images.Select(image => Convert.ToHexString(image.Hash)));

    /// <summary>Number of characters at the start of <see cref="Text"/> that other prompts are likely to share; 0 if not known.</summary>
    public int SharedLength { get; init; }
}
