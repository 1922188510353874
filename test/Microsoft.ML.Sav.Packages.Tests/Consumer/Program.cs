using Microsoft.ML;

// Consumer fit PHOTOS MODEL.zip | Consumer predict MODEL.zip IMAGE...
var mlContext = new MLContext(seed: 1);
if (args is ["fit", var photos, var savedModel])
{
    var rows = from folder in Directory.GetDirectories(photos)
               from file in Directory.GetFiles(folder)
               select new Photo { ImagePath = file, Label = Path.GetFileName(folder) };
    var trainingPhotos = mlContext.Data.LoadFromEnumerable(rows);
    var pipeline = mlContext.Transforms.Conversion.MapValueToKey("Label")
        .Append(mlContext.MulticlassClassification.Trainers.Sav(
            imageColumnName: nameof(Photo.ImagePath), prompt: "What is in the image?"))
        .Append(mlContext.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
    mlContext.Model.Save(pipeline.Fit(trainingPhotos), trainingPhotos.Schema, savedModel);
}
else if (args is ["predict", var model, .. var images])
{
    using var engine = mlContext.Model.CreatePredictionEngine<Photo, Prediction>(mlContext.Model.Load(model, out _));
    foreach (var image in images)
        Console.WriteLine(engine.Predict(new Photo { ImagePath = image }).PredictedLabel);
}

internal sealed class Photo
{
    public string ImagePath { get; set; } = "";

    public string Label { get; set; } = "";
}

internal sealed class Prediction
{
    public string PredictedLabel { get; set; } = "";
}
