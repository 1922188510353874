using Microsoft.ML.Sav;
using Microsoft.ML.Sav.Interop;

// where ML.NET's own catalog extensions are, so that users need no further using
namespace Microsoft.ML;

/// <summary>Adds <see cref="SavEstimator"/> to <c>mlContext.MulticlassClassification.Trainers</c>.</summary>
public static class SavCatalog
{
    /// <summary>
    /// Creates a <see cref="SavEstimator"/>, which classifies images, texts or both from few examples with the attention heads of a large
    /// multimodal model.
    /// </summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="lmm">Folder of the large multimodal model in ONNX.</param>
    /// <param name="imageColumnName">Column of the images: path, encoded bytes or <c>MLImage</c>.</param>
    /// <param name="textColumnName">Column of the text. At least one of the two columns is needed.</param>
    /// <param name="prompt">
    /// What the model is asked about a row; <c>{text}</c> stands for the row's text. See <see cref="SavEstimator.Options.Prompt"/>.
    /// </param>
    /// <param name="labelColumnName">Column of the label, a key.</param>
    /// <param name="headCount">Number of attention heads to keep.</param>
    public static SavEstimator Sav(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        string lmm,
        string? imageColumnName = null,
        string? textColumnName = null,
        string? prompt = null,
        string labelColumnName = SavEstimator.Options.DefaultLabelColumnName,
        int headCount = SavEstimator.Options.DefaultHeadCount) =>
        catalog.Sav(new SavEstimator.Options
        {
            Lmm = lmm,
            ImageColumnName = imageColumnName,
            TextColumnName = textColumnName,
            Prompt = prompt,
            LabelColumnName = labelColumnName,
            HeadCount = headCount,
        });

    /// <summary>Creates a <see cref="SavEstimator"/> with options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options.</param>
    public static SavEstimator Sav(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, SavEstimator.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new SavEstimator(MachineLearningEnvironment.Of(catalog), options);
    }
}
