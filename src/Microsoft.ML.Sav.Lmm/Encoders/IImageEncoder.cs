using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Lmm.Encoders;

/// <summary>Images to image features. Implementations are safe to use from many threads.</summary>
internal interface IImageEncoder
{
    /// <summary>Features of the images of one prompt.</summary>
    /// <param name="images">The images; at least one.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    ImageFeatures Encode(IReadOnlyList<ImageContent> images, CancellationToken cancellationToken);
}
