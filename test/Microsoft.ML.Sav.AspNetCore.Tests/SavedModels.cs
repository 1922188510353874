namespace Microsoft.ML.Sav.AspNetCore.Tests;

/// <summary>Model files of the embedded LMM, trained once for all tests.</summary>
public sealed class SavedModels : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SavedModels()
    {
        Shoes = Train("shoes.zip", "ankle-boot", "sneaker");
        Clothes = Train("clothes.zip", "trouser", "bag", "ankle-boot");
    }

    /// <summary>A model of ankle boots and sneakers.</summary>
    public string Shoes { get; }

    /// <summary>A model of trousers, bags and ankle boots.</summary>
    public string Clothes { get; }

    internal static string GetPhotoPath(string split, string className, int number) =>
        Path.Combine(Repository.Root, "samples", "data", "fashion-mnist", split, className, $"{number:00}.png");

    internal static byte[] ReadPhoto(string className, int number = 0) => File.ReadAllBytes(GetPhotoPath("test", className, number));

    public void Dispose() => _folder.Dispose();

    private string Train(string name, params string[] classes)
    {
        var context = new MLContext(seed: 1);
        var photos = context.Data.LoadFromEnumerable(
            from className in classes
            from number in Enumerable.Range(0, 4)
            select new Photo { ImagePath = GetPhotoPath("train", className, number), Label = className });
        var pipeline = context.Transforms.Conversion.MapValueToKey("Label")
            .Append(context.MulticlassClassification.Trainers.Sav(new SavEstimator.Options { Lmm = Repository.EmbeddedLmm, ImageColumnName = nameof(Photo.ImagePath) }))
            .Append(context.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
        using var model = pipeline.Fit(photos);
        var path = Path.Combine(_folder.Path, name);
        context.Model.Save(model, photos.Schema, path);
        return path;
    }

    private sealed class Photo
    {
        public string ImagePath { get; set; } = "";

        public string Label { get; set; } = "";
    }
}
