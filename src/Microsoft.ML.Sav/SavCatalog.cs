using System.Runtime.CompilerServices;
using Microsoft.ML.Sav;
using Microsoft.ML.Sav.Interop;

// The namespace of ML.NET's own catalog extensions: users need no further using.
namespace Microsoft.ML;

/// <summary>Adds <see cref="SavEstimator"/> to <c>mlContext.MulticlassClassification.Trainers</c>.</summary>
public static class SavCatalog
{
    /// <summary>
    /// Creates a <see cref="SavEstimator"/>, which trains a classifier of images, texts or both from few examples, with the attention heads
    /// of a large multimodal model (LMM). Images, text or both columns must be given.
    /// </summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="lmm">Folder of the LMM in ONNX.</param>
    /// <param name="labelColumnName">Column of the label, a key.</param>
    /// <param name="imageColumnName">Column of the images: paths, encoded bytes or <c>MLImage</c>; see <see cref="SavEstimator.Options.ImageColumnName"/>.</param>
    /// <param name="textColumnName">Column of the text.</param>
    /// <param name="prompt">Prompt per row, with <c>{text}</c> for the row's text; see <see cref="SavEstimator.Options.Prompt"/>.</param>
    /// <param name="headCount">Number of attention heads to select.</param>
    /// <param name="predictedLabelColumnName">Output column of the predicted label, a key.</param>
    /// <param name="scoreColumnName">Output column of the scores, one per class.</param>
    /// <exception cref="ArgumentException">An argument is missing or out of range.</exception>
    public static SavEstimator Sav(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        string lmm,
        string labelColumnName = SavEstimator.Options.DefaultLabelColumnName,
        string? imageColumnName = null,
        string? textColumnName = null,
        string? prompt = null,
        int headCount = SavEstimator.Options.DefaultHeadCount,
        string predictedLabelColumnName = SavEstimator.Options.DefaultPredictedLabelColumnName,
        string scoreColumnName = SavEstimator.Options.DefaultScoreColumnName)
    {
        ArgumentNullException.ThrowIfNull(lmm);
        return Create(catalog, lmm, labelColumnName, imageColumnName, textColumnName, prompt, headCount, predictedLabelColumnName, scoreColumnName);
    }

    /// <summary>
    /// Creates a <see cref="SavEstimator"/> with the LMM of the referenced content package, for example Microsoft.ML.Sav.SmolLM2. Images,
    /// text or both columns must be given.
    /// </summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="labelColumnName">Column of the label, a key. Name the argument: a first argument without a name is the LMM's folder.</param>
    /// <param name="imageColumnName">Column of the images: paths, encoded bytes or <c>MLImage</c>; see <see cref="SavEstimator.Options.ImageColumnName"/>.</param>
    /// <param name="textColumnName">Column of the text.</param>
    /// <param name="prompt">Prompt per row, with <c>{text}</c> for the row's text; see <see cref="SavEstimator.Options.Prompt"/>.</param>
    /// <param name="headCount">Number of attention heads to select.</param>
    /// <param name="predictedLabelColumnName">Output column of the predicted label, a key.</param>
    /// <param name="scoreColumnName">Output column of the scores, one per class.</param>
    /// <exception cref="ArgumentException">An argument is missing or out of range.</exception>
    [OverloadResolutionPriority(-1)] // a first argument without a name is the LMM's folder
    public static SavEstimator Sav(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        string labelColumnName = SavEstimator.Options.DefaultLabelColumnName,
        string? imageColumnName = null,
        string? textColumnName = null,
        string? prompt = null,
        int headCount = SavEstimator.Options.DefaultHeadCount,
        string predictedLabelColumnName = SavEstimator.Options.DefaultPredictedLabelColumnName,
        string scoreColumnName = SavEstimator.Options.DefaultScoreColumnName) =>
        Create(catalog, null, labelColumnName, imageColumnName, textColumnName, prompt, headCount, predictedLabelColumnName, scoreColumnName);

    /// <summary>Creates a <see cref="SavEstimator"/> with options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options; later changes have no effect.</param>
    /// <exception cref="ArgumentException">An option is missing or out of range.</exception>
    public static SavEstimator Sav(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, SavEstimator.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new SavEstimator(MachineLearningEnvironment.FromCatalog(catalog), options);
    }

    private static SavEstimator Create(
        MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        string? lmm,
        string labelColumnName,
        string? imageColumnName,
        string? textColumnName,
        string? prompt,
        int headCount,
        string predictedLabelColumnName,
        string scoreColumnName) =>
        catalog.Sav(new SavEstimator.Options
        {
            Lmm = lmm,
            LabelColumnName = labelColumnName,
            ImageColumnName = imageColumnName,
            TextColumnName = textColumnName,
            Prompt = prompt,
            HeadCount = headCount,
            PredictedLabelColumnName = predictedLabelColumnName,
            ScoreColumnName = scoreColumnName,
        });
}
