using Microsoft.ML.Sav;
using Microsoft.ML.Sav.Interop;

// The namespace of ML.NET's own catalog extensions: users need no further using.
namespace Microsoft.ML;

/// <summary>Adds <see cref="LmmFeaturizingEstimator"/> to <c>mlContext.Transforms</c>.</summary>
public static class LmmCatalog
{
    /// <summary>
    /// Creates an <see cref="LmmFeaturizingEstimator"/>, which adds the features that a large multimodal model (LMM) computes for images, texts or
    /// both as a column for any trainer. Images, text or both columns must be given.
    /// </summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">Output column of the features.</param>
    /// <param name="lmm">
    /// Folder of the LMM in ONNX. Default: <see langword="null"/>, the LMM of the referenced content package, for example
    /// Microsoft.ML.Sav.SmolLM2.
    /// </param>
    /// <param name="imageColumnName">Column of the images: paths, encoded bytes or <c>MLImage</c>; see <see cref="LmmFeaturizingEstimator.Options.ImageColumnName"/>.</param>
    /// <param name="textColumnName">Column of the text.</param>
    /// <param name="prompt">Prompt per row, with <c>{text}</c> for the row's text; see <see cref="LmmFeaturizingEstimator.Options.Prompt"/>.</param>
    /// <exception cref="ArgumentException">An argument is missing or out of range.</exception>
    public static LmmFeaturizingEstimator FeaturizeWithLmm(
        this TransformsCatalog catalog,
        string outputColumnName,
        string? lmm = null,
        string? imageColumnName = null,
        string? textColumnName = null,
        string? prompt = null) =>
        catalog.FeaturizeWithLmm(new LmmFeaturizingEstimator.Options
        {
            OutputColumnName = outputColumnName,
            Lmm = lmm,
            ImageColumnName = imageColumnName,
            TextColumnName = textColumnName,
            Prompt = prompt,
        });

    /// <summary>Creates an <see cref="LmmFeaturizingEstimator"/> with options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options; later changes have no effect.</param>
    /// <exception cref="ArgumentException">An option is missing or out of range.</exception>
    public static LmmFeaturizingEstimator FeaturizeWithLmm(this TransformsCatalog catalog, LmmFeaturizingEstimator.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new LmmFeaturizingEstimator(MachineLearningEnvironment.FromCatalog(catalog), options);
    }
}
