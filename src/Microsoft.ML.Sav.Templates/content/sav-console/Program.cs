using Microsoft.ML;

// Trains on photos/, one folder per class, and classifies the images that you name: dotnet run image.png ...
var mlContext = new MLContext(seed: 1);
var photos = mlContext.Data.LoadFromEnumerable(
    from folder in Directory.GetDirectories("photos").Order()
    from file in Directory.GetFiles(folder).Order()
    select new Photo { ImagePath = file, Label = Path.GetFileName(folder) });

var pipeline = mlContext.Transforms.Conversion.MapValueToKey("Label")
    .Append(mlContext.MulticlassClassification.Trainers.Sav(imageColumnName: "ImagePath", prompt: "What is in the image?"))
    .Append(mlContext.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
Console.WriteLine("Training on photos/, which takes up to a second per photo ...");
var model = pipeline.Fit(photos);
mlContext.Model.Save(model, photos.Schema, "model.zip");

var classifier = model.GetSav().Model;
Console.WriteLine($"{classifier.ExampleCounts.Sum()} photos of {classifier.ClassCount} classes; accuracy to expect: {classifier.Report.LeaveOneOut?.Accuracy:P0}");

using var engine = mlContext.Model.CreatePredictionEngine<Photo, Prediction>(model);
foreach (var image in args.DefaultIfEmpty(Directory.GetFiles("photos", "*", SearchOption.AllDirectories).Order().First()))
{
    var prediction = engine.Predict(new Photo { ImagePath = image });
    Console.WriteLine($"{image}: {string.Join(", ", classifier.TopK(prediction.Score, 3).Select(top => $"{top.Key} {top.Value:P0}"))}");
}

public sealed class Photo
{
    public string ImagePath { get; set; } = "";

    public string Label { get; set; } = "";
}

public sealed class Prediction
{
    public string PredictedLabel { get; set; } = "";

    public float[] Score { get; set; } = [];
}
