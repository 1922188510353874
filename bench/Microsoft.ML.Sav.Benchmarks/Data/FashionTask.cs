using Microsoft.ML.Data;
using Microsoft.ML.Sav.Lmm;

namespace Microsoft.ML.Sav.Benchmarks.Data;

/// <summary>What is measured: the embedded LMM on the photos of clothes that come with the repository.</summary>
internal static class FashionTask
{
    public const string Question = "What is in the image?";

    public static string Lmm => Repository.EmbeddedLmm;

    public static List<Photo> Training { get; } = Photo.InFolder(Path.Combine(Repository.Root, "samples", "data", "fashion-mnist", "train"));

    public static List<Photo> Test { get; } = Photo.InFolder(Path.Combine(Repository.Root, "samples", "data", "fashion-mnist", "test"));

    /// <summary>Path of a test photo, from the first again after the last.</summary>
    public static string TestImage(int number) => Test[number % Test.Count].ImagePath;

    /// <summary>Rounds show the same photos again, which must cost as much as new ones.</summary>
    public static LmmOptions EachRowByItself { get; } = new() { ImageFeatureCaching = false };

    /// <summary>Options for training through ML.NET.</summary>
    public static SavEstimator.Options Options() => new() { Lmm = Lmm, ImageColumnName = nameof(Photo.ImagePath), Prompt = Question, LmmOptions = EachRowByItself };

    /// <summary>Trains through ML.NET, as a user does.</summary>
    public static TransformerChain<SavTransformer> Fit(MLContext mlContext, IDataView photos, SavEstimator.Options options) => mlContext
        .Transforms.Conversion.MapValueToKey(nameof(Photo.Label))
        .Append(mlContext.MulticlassClassification.Trainers.Sav(options))
        .Fit(photos);
}
