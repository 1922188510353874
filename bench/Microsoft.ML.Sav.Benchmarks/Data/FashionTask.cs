using Microsoft.ML.Data;
using Microsoft.ML.Sav.Lmm;

namespace Microsoft.ML.Sav.Benchmarks.Data;

/// <summary>The measured task: the embedded LMM on the repository's photos from Fashion-MNIST.</summary>
internal static class FashionTask
{
    public const string Question = "What is in the image?";

    public static string Lmm => Repository.EmbeddedLmm;

    public static List<Photo> Training { get; } = Photo.FromFolder(Path.Combine(Repository.Root, "samples", "data", "fashion-mnist", "train"));

    public static List<Photo> Test { get; } = Photo.FromFolder(Path.Combine(Repository.Root, "samples", "data", "fashion-mnist", "test"));

    /// <summary>Path of a test photo; numbers beyond the last start over.</summary>
    public static string TestImage(int number) => Test[number % Test.Count].ImagePath;

    /// <summary>Options without image feature caching: rounds repeat photos, which must cost as much as new ones.</summary>
    public static LmmOptions EachRowByItself { get; } = new() { ImageFeatureCaching = false };

    /// <summary>Options for training through ML.NET.</summary>
    public static SavEstimator.Options Options() => new() { Lmm = Lmm, ImageColumnName = nameof(Photo.ImagePath), Prompt = Question, LmmOptions = EachRowByItself };

    /// <summary>Trains through ML.NET, as a user does.</summary>
    public static TransformerChain<SavTransformer> Fit(MLContext mlContext, IDataView photos, SavEstimator.Options options) => mlContext
        .Transforms.Conversion.MapValueToKey(nameof(Photo.Label))
        .Append(mlContext.MulticlassClassification.Trainers.Sav(options))
        .Fit(photos);
}
