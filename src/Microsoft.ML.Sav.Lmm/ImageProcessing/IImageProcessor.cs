using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Lmm.ImageProcessing;

/// <summary>Turns the images of one row into what a vision encoder takes. Implementations hold settings only and are thread-safe.</summary>
internal interface IImageProcessor
{
    /// <param name="images">The images of one row, in the order of their placeholders; at least one.</param>
    /// <exception cref="InvalidDataException">The processor does not take an image of such a size.</exception>
    ProcessedImages Process(IReadOnlyList<RgbImage> images);
}
