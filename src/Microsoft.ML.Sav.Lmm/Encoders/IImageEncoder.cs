using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Lmm.Encoders;

/// <summary>Computes image features. Implementations are safe to use from many threads.</summary>
internal interface IImageEncoder
{
    /// <summary>Computes the features of one prompt's images.</summary>
    /// <param name="images">The images; at least one.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    ImageFeatures Encode(IReadOnlyList<ImageContent> images, CancellationToken cancellationToken);
}
