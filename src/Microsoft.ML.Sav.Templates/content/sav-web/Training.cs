using Microsoft.ML;
using Microsoft.ML.Sav;

internal static class Training
{
    public static void Run(string folder, string modelPath)
    {
        var mlContext = new MLContext(seed: 1);
        var photos = mlContext.Data.LoadFromEnumerable(
            from classFolder in Directory.GetDirectories(folder).Order()
            from file in Directory.GetFiles(classFolder).Order()
            select new Photo { ImagePath = file, Label = Path.GetFileName(classFolder) });
        var pipeline = mlContext.Transforms.Conversion.MapValueToKey("Label")
            .Append(mlContext.MulticlassClassification.Trainers.Sav(imageColumnName: "ImagePath", prompt: "What is in the image?"));
        using var model = pipeline.Fit(photos);
        mlContext.Model.Save(model, photos.Schema, modelPath);
    }

    private sealed class Photo
    {
        public string ImagePath { get; set; } = "";

        public string Label { get; set; } = "";
    }
}
