using System.Diagnostics.CodeAnalysis;

namespace Microsoft.ML.Sav.Docs.Tests.Programs;

/// <summary>
/// What code blocks take as given. A program imports the members, so that a variable of a block hides the member of the same name.
/// </summary>
[SuppressMessage("Style", "IDE1006:Naming Styles", Justification = "Named as the variables of the pages.")]
public static class Given
{
    private static TransformerChain<KeyToValueMappingTransformer>? _model;

    /// <summary>ML.NET's context.</summary>
    public static MLContext mlContext { get; } = new(seed: 1);

    /// <summary>Labelled photos with the columns of <see cref="Photo"/>.</summary>
    public static IDataView photos => mlContext.Data.LoadFromEnumerable(Photo.FromFolders("photos"));

    /// <summary>Other photos of the same classes.</summary>
    public static IDataView testData => mlContext.Data.LoadFromEnumerable(Photo.FromFolders("photos/test"));

    /// <summary>A pipeline trained on <see cref="photos"/>; it is model.zip, too.</summary>
    public static TransformerChain<KeyToValueMappingTransformer> model => _model ??= Train();

    /// <summary>The classifier in <see cref="model"/>.</summary>
    public static SavTransformer transformer => model.OfType<SavTransformer>().Single();

    private static TransformerChain<KeyToValueMappingTransformer> Train()
    {
        var options = new SavEstimator.Options { ImageColumnName = "ImagePath", KeepExamples = true };
        return mlContext.Transforms.Conversion.MapValueToKey("Label")
            .Append(mlContext.MulticlassClassification.Trainers.Sav(options))
            .Append(mlContext.Transforms.Conversion.MapKeyToValue("PredictedLabel"))
            .Fit(photos);
    }
}
