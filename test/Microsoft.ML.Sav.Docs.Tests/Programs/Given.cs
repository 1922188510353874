using System.Diagnostics.CodeAnalysis;
using Microsoft.ML.Data;

namespace Microsoft.ML.Sav.Docs.Tests.Programs;

/// <summary>
/// What code blocks take as given. A program imports the members, so that a variable of a block hides the member of the same name.
/// </summary>
[SuppressMessage("Style", "IDE1006:Naming Styles", Justification = "Named as the variables of the pages.")]
public static class Given
{
    private static byte[]? _file;

    /// <summary>ML.NET's context.</summary>
    public static MLContext mlContext { get; } = new(seed: 1);

    /// <summary>Labelled photos with the columns of <see cref="Photo"/>.</summary>
    public static IDataView photos => mlContext.Data.LoadFromEnumerable(Photo.FromFolders("photos"));

    /// <summary>Other photos of the same classes.</summary>
    public static IDataView testData => mlContext.Data.LoadFromEnumerable(Photo.FromFolders("test"));

    /// <summary>A pipeline trained on <see cref="photos"/>, loaded from model.zip.</summary>
    public static TransformerChain<ITransformer> model { get; private set; } = null!;

    /// <summary>The classifier in <see cref="model"/>.</summary>
    public static SavTransformer transformer => model.OfType<SavTransformer>().Single();

    /// <summary>Writes model.zip, which is trained once for all pages, and loads it: a page may dispose of its model.</summary>
    internal static void WriteModels(params IEnumerable<string> paths)
    {
        _file ??= Train();
        foreach (var path in paths)
            File.WriteAllBytes(path, _file);
        model = (TransformerChain<ITransformer>)mlContext.Model.Load(new MemoryStream(_file), out _);
    }

    private static byte[] Train()
    {
        var options = new SavEstimator.Options { ImageColumnName = "ImagePath", KeepExamples = true };
        var pipeline = mlContext.Transforms.Conversion.MapValueToKey("Label")
            .Append(mlContext.MulticlassClassification.Trainers.Sav(options))
            .Append(mlContext.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
        using var file = new MemoryStream();
        mlContext.Model.Save(pipeline.Fit(photos), photos.Schema, file);
        return file.ToArray();
    }
}
