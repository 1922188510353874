using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Lmm.Prompts;
using Microsoft.ML.Sav.Lmm.Sessions;

namespace Microsoft.ML.Sav.Lmm.Encoders;

/// <summary>Decodes and prepares images, and runs the vision encoder.</summary>
internal sealed class ImageEncoder(Func<PromptEncoder> getPrompts, SharedResource<VisionEncoder> visionEncoder) : IImageEncoder
{
    /// <inheritdoc/>
    public ImageFeatures Encode(IReadOnlyList<ImageContent> images, CancellationToken cancellationToken) =>
        visionEncoder.Value.Run(getPrompts().ProcessImages(images), cancellationToken);
}
