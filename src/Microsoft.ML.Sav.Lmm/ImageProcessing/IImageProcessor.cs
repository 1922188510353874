using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Lmm.ImageProcessing;

/// <summary>Turns images into the vision encoder's inputs. Implementations are immutable and safe to use from many threads.</summary>
internal interface IImageProcessor
{
    /// <param name="images">The images of one run, in the order of their placeholders; at least one.</param>
    /// <exception cref="PromptException">The processor does not take images of such sizes.</exception>
    ProcessedImages Process(IReadOnlyList<RgbImage> images);
}
